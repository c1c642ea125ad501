import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Doc, DocOperation } from '../docs/document.ts'
import type { Schema } from '../docs/example.ts'

/** The document of one house, ready to be held against its answers. */
interface Contract {
  doc: Doc
  ajv: Ajv
  checks: Map<string, ValidateFunction>
}

const contracts = new Map<string, Promise<Contract>>()

/**
 * Holds an answer against the OpenAPI document of the house that gave it: its status is named there, and its body has
 * neither more nor less than the schema says.
 * @throws Error with the operation and what is wrong
 */
export async function checkAnswer(
  url: string,
  method: string,
  path: string,
  status: number,
  body: unknown,
): Promise<void> {
  if (!path.startsWith('/api/') || path.startsWith('/api/auth/')) return
  const known = contracts.get(url) ?? readContract(url)
  contracts.set(url, known)
  const contract = await known
  const found = find(contract.doc, method, new URL(path, url).pathname)
  if (!found || status >= 500) return
  const where = `${method} ${found.path} -> ${status}`
  const schema = schemaOf({ ...found, method }, status, where)
  if (schema === null) {
    if (body !== undefined) throw new Error(`${where}: expected no body, as the document says, got one`)
    return
  }
  const check = contract.checks.get(where) ?? contract.ajv.compile({ $ref: `doc#${schema}` })
  contract.checks.set(where, check)
  if (!check(body)) throw new Error(`${where}: ${contract.ajv.errorsText(check.errors)}\n${JSON.stringify(body)}`)
}

async function readContract(url: string): Promise<Contract> {
  const doc: Doc = await (await fetch(`${url}/api/openapi.json`)).json()
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(Object.assign({ $id: 'doc' }, closed(doc, doc)))
  return { doc, ajv, checks: new Map() }
}

/** An answer holds what is described and nothing else: the document may not lag behind. */
function closed(part: unknown, doc: Doc): unknown {
  if (Array.isArray(part)) return part.map((one) => closed(one, doc))
  if (part === null || typeof part !== 'object') return part
  const whole = 'allOf' in part && Array.isArray(part.allOf) ? merged(part.allOf, doc) : part
  const object: Record<string, unknown> = Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [name, closed(value, doc)]),
  )
  return object.type === 'object' && object.properties && object.additionalProperties === undefined
    ? { ...object, additionalProperties: false }
    : object
}

/** Several objects as one: each of them would take the fields of the others for additional ones. */
function merged(parts: Schema[], doc: Doc): Schema {
  const objects = parts.map((part) =>
    part.$ref ? (doc.components.schemas[part.$ref.split('/').at(-1) ?? ''] ?? {}) : part,
  )
  return {
    type: 'object',
    properties: Object.assign({}, ...objects.map(({ properties }) => properties)),
    required: objects.flatMap(({ required }) => required ?? []),
  }
}

function find(doc: Doc, method: string, path: string): { path: string; operation: DocOperation } | null {
  const fits = Object.keys(doc.paths).filter((one) => new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
  // A path without a place for an id stands before one with it.
  const [best] = fits.sort((one, other) => one.split('{').length - other.split('{').length)
  const operation = best === undefined ? undefined : doc.paths[best]?.[method.toLowerCase()]
  return best !== undefined && operation ? { path: best, operation } : null
}

/** A JSON pointer into the document; `null` for an answer without a body. */
function schemaOf(
  { path, method, operation }: { path: string; method: string; operation: DocOperation },
  status: number,
  where: string,
): string | null {
  if (status >= 400) return '/components/schemas/Problem'
  const answer = operation.responses[status]
  if (!answer || '$ref' in answer) throw new Error(`${where}: the document names no such answer`)
  const [type] = Object.keys(answer.content ?? {})
  if (type === undefined) return null
  const steps = ['paths', path, method.toLowerCase(), 'responses', status, 'content', type, 'schema']
  return `/${steps.map((step) => encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
}
