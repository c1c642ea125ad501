import { FAILURES, type FailureCode } from '@comptoir/sdk/contract'
import { MAY } from '../identity/roles.ts'
import type { Http } from '../platform/http.ts'
import { exampleOf, type Schema } from './example.ts'
import { CHAPTERS, OPERATIONS, type Operation } from './operations.ts'
import { admitLeftOut } from './optional.ts'

/** The parts of an OpenAPI 3.1 document that we read and write. */
export interface Doc {
  openapi: string
  info: object
  servers: { url: string; description: string }[]
  tags: { name: string; description: string }[]
  security: Record<string, string[]>[]
  paths: Record<string, Record<string, DocOperation>>
  components: Record<string, Record<string, object>> & { schemas: Record<string, Schema> }
}

export interface DocOperation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: (DocParameter | { $ref: string })[]
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> } | { $ref: string }>
  security?: Record<string, string[]>[]
  'x-roles'?: readonly string[]
}

export interface DocParameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
}

interface Media {
  schema?: Schema
  example?: unknown
}

const INFO = {
  title: 'Comptoir',
  version: '1.0.0',
  summary: 'The support counter of a web shop.',
  description:
    'Everything that the widget and the console do. Ids are UUIDs of version 7, times are ISO 8601 in UTC, lists go on by cursor, and a refusal is a problem (RFC 9457) with a code from one table. Limited routes say in `RateLimit` and `RateLimit-Policy` what is left; a ticket comes with an `ETag`, and changes of it take `If-Match`.',
  license: { name: 'MIT', identifier: 'MIT' },
}

const SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'The token of a visitor session, of an agent (`comptoir agent create`), or the secret key of the shop, `sk_…`.',
  },
  console: {
    type: 'apiKey',
    in: 'cookie',
    name: 'better-auth.session_token',
    description: 'The session of the console, on its own origin.',
  },
  shopKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Shop-Key',
    description: 'The publishable key of the shop, `pk_…`: it stands in the tag, and is no secret.',
  },
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Up to 128 characters of your own. The same request with the same key is done once, and its first answer replayed for 24 hours.',
  schema: { type: 'string', maxLength: 128 },
  example: '01a20000-0000-7000-8000-0000000000a1',
}

/** Made from the very schemas by which requests are parsed, with what they cannot say: who may, what can go wrong, and an example. */
export function documentOf(http: Http, url: string): Doc {
  for (const definition of http.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { request, responses } = definition.route
    for (const media of [...Object.values(request?.body?.content ?? {}), ...mediaOf(responses)])
      if (media && typeof media === 'object' && 'schema' in media) admitLeftOut(media.schema)
    for (const part of [request?.params, request?.query, request?.headers]) admitLeftOut(part)
  }
  // What comes out is JSON of the shape that is named here.
  const doc = http.getOpenAPI31Document({ openapi: '3.1.0', info: INFO }) as unknown as Doc
  doc.servers = [{ url: /\/\/localhost\b/.test(url) ? '/' : url, description: 'This installation' }]
  doc.tags = CHAPTERS.map(({ name, about }) => ({ name, description: about }))
  doc.security = [{ bearer: [] }, { console: [] }]
  doc.components.securitySchemes = SCHEMES
  doc.components.parameters = { IdempotencyKey: IDEMPOTENCY_KEY }
  doc.components.schemas.Problem = PROBLEM
  mend(doc.paths)
  mend(doc.components.schemas)
  for (const [path, methods] of Object.entries(doc.paths))
    for (const [method, one] of Object.entries(methods)) complete(doc, { path, method, one })
  const text = JSON.stringify(doc.paths)
  doc.components.responses = refusals((code) => text.includes(`"#/components/responses/${code}"`))
  return doc
}

/**
 * The generator leaves the flags of an expression at the end of its pattern, where they are part of it; and of an object
 * with a name that may be `null` it asks that it be both.
 */
function mend(part: unknown): void {
  if (part === null || typeof part !== 'object') return
  if ('pattern' in part && typeof part.pattern === 'string') {
    const [, pattern, flags] = /^(.*)\/([a-z]*)$/.exec(part.pattern) ?? []
    if (pattern !== undefined)
      part.pattern = flags?.includes('i')
        ? pattern.replace(/a-([fz])/g, (range, end) => `${range}A-${end.toUpperCase()}`)
        : pattern
  }
  if ('allOf' in part && Array.isArray(part.allOf) && 'type' in (part.allOf[1] ?? {})) {
    const [named, { type }] = part.allOf
    if (named.$ref && part.allOf.length === 2 && type.includes('null')) {
      delete part.allOf
      Object.assign(part, { anyOf: [named, { type: 'null' }] })
    }
  }
  for (const one of Object.values(part)) mend(one)
}

const mediaOf = (responses: Record<string, { content?: object } | object>): unknown[] =>
  Object.values(responses).flatMap((answer) =>
    'content' in answer && answer.content ? Object.values(answer.content) : [],
  )

/** @throws Error for a route without a row in `OPERATIONS` */
function complete(doc: Doc, { path, method, one }: { path: string; method: string; one: DocOperation }): void {
  const key = `${method.toUpperCase()} ${path}`
  const operation = OPERATIONS[key]
  if (!operation) throw new Error(`docs/operations.ts has no row for ${key}`)
  one.operationId = operation.id
  one.tags = CHAPTERS.filter(({ paths }) => paths.includes(path.split('/')[2] ?? '')).map(({ name }) => name)
  describeRoles(one, operation)
  const parameters = (one.parameters ?? []).filter((one) => !('name' in one) || one.name !== 'x-shop-key')
  one.parameters = isRepeatable(method, key)
    ? [...parameters, { $ref: '#/components/parameters/IdempotencyKey' }]
    : parameters
  for (const media of [...Object.values(one.requestBody?.content ?? {}), ...answersOf(one)])
    if (media.schema && media.example === undefined && media.schema.format !== 'binary')
      media.example = exampleOf(media.schema, doc.components.schemas)
  for (const code of refusalsOf(operation, path, one))
    one.responses[FAILURES[code].status] ??= { $ref: `#/components/responses/${code}` }
}

/** A visitor's session and a file have other ways of being asked for twice. */
const isRepeatable = (method: string, key: string): boolean =>
  method !== 'get' && key !== 'POST /api/visitors' && key !== 'PUT /api/files/{id}'

const answersOf = (one: DocOperation): Media[] =>
  Object.values(one.responses).flatMap((answer) => ('content' in answer ? Object.values(answer.content ?? {}) : []))

function describeRoles(one: DocOperation, { who }: Operation): void {
  if (who === 'anyone') {
    one.security = [{ shopKey: [] }]
    one['x-roles'] = []
    one.description = 'With the publishable key of the shop alone.'
    return
  }
  one['x-roles'] = MAY[who]
  one.description = `For ${MAY[who].map((role) => `\`${role}\``).join(', ')}.`
}

function refusalsOf({ who }: Operation, path: string, one: DocOperation): FailureCode[] {
  return [
    ...(one.requestBody ? (['malformed', 'too_large', 'unsupported_type'] as const) : []),
    'unauthorized',
    ...(who === 'anyone' ? (['origin_refused'] as const) : (['forbidden'] as const)),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(one.requestBody || one.parameters?.some((parameter) => '$ref' in parameter) ? (['conflict'] as const) : []),
    ...(one.parameters?.some((parameter) => 'name' in parameter && parameter.name === 'if-match')
      ? (['changed_meanwhile'] as const)
      : []),
    ...(one.requestBody || one.parameters?.length ? (['invalid'] as const) : []),
    'rate_limited',
    'unavailable',
  ]
}

const PROBLEM: Schema = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457).',
  properties: {
    type: {
      type: 'string',
      description: 'The page of the code, relative to the server.',
      example: '/api/errors/invalid',
    },
    title: { type: 'string', example: FAILURES.invalid.title },
    status: { type: 'integer', example: 422 },
    code: { type: 'string', enum: Object.keys(FAILURES) },
    detail: {
      type: 'string',
      description: 'What was expected and what came.',
      example: 'subject: Expected some text, got none.',
    },
    instance: { type: 'string', example: '/api/tickets' },
    requestId: { type: 'string', description: 'Also in the header X-Request-Id, and in our log.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string', example: 'subject' },
          detail: { type: 'string', example: 'Expected some text, got none.' },
        },
        required: ['path', 'detail'],
      },
    },
    retryAfter: { type: 'integer', description: 'Seconds; also in the header Retry-After.', example: 2 },
    since: {
      type: 'array',
      description: 'What has been said since, with `stale_answer`.',
      items: { $ref: '#/components/schemas/Message' },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId'],
}

/** Also on the answers of limited routes that are not refused. */
const PACE_HEADERS = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
  'RateLimit-Policy': {
    description: 'How much may be done at once, `q`, and in how many seconds that comes back, `w`.',
    schema: { type: 'string' },
    example: '"messages";q=100;w=10',
  },
  RateLimit: {
    description: 'How much of it is left, `r`; with nothing left, in how many seconds there is again, `t`.',
    schema: { type: 'string' },
    example: '"messages";r=0;t=1',
  },
}

function refusals(isMet: (code: string) => boolean): Record<string, object> {
  return Object.fromEntries(
    Object.entries(FAILURES)
      .filter(([code]) => isMet(code))
      .map(([code, { status, title, retry }]) => [
        code,
        {
          description: `${title}${retry ? ' The same request may succeed later.' : ''}`,
          ...(code === 'rate_limited' && { headers: PACE_HEADERS }),
          content: {
            'application/problem+json': {
              schema: { $ref: '#/components/schemas/Problem' },
              example: {
                type: `/api/errors/${code}`,
                title,
                status,
                code,
                detail: title,
                instance: '/api/tickets',
                requestId: '5f0c6a1e',
              },
            },
          },
        },
      ]),
  )
}
