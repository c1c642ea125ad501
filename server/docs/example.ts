/** A JSON schema, as far as the generator makes use of it. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  example?: unknown
  default?: unknown
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
}

/** Told by its name better than by its type. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  subject: 'The teapot is cracked',
  description: 'It leaks at the spout.',
  message: 'Hello! We are sending you a new one.',
  text: 'Hello! We are sending you a new one.',
  body: 'Within **30 days**, free of charge.',
  title: 'How to return a teapot',
  excerpt: 'Within 30 days, free of charge.',
  reason: 'The customer is a regular.',
  notes: 'Waiting for a picture.',
  name: 'Mira Roussel',
  email: 'mira@example.com',
  to: 'mira@example.com',
  locale: 'en',
  orderId: 'MP-1042',
  category: 'product_issue',
  clientId: '01a20000-0000-7000-8000-00000000c11e',
  url: 'https://shop.example/hooks/comptoir',
  tags: ['teapot'],
  label: { en: 'Gift cards', fr: 'Cartes cadeaux' },
  timeZone: 'Europe/Paris',
  seq: 1,
  number: 83,
  score: 5,
  nextCursor: null,
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  query: 'gift cards',
  period: '7d',
  color: '#1f5eff',
}

const DEEPEST = 6

/** Something that the schema would take, made of things from a shop for porcelain. */
export function exampleOf(schema: Schema, all: Readonly<Record<string, Schema>>, name = '', depth = 0): unknown {
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.$ref) return exampleOf(all[schema.$ref.split('/').at(-1) ?? ''] ?? {}, all, name, depth)
  if (schema.enum) return schema.enum[0]
  const known = BY_NAME[name]
  if (known !== undefined && fits(known, schema)) return known
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return exampleOf(choice, all, name, depth)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, all, name, depth)))
  return ofType(schema, all, name, depth)
}

function ofType(schema: Schema, all: Readonly<Record<string, Schema>>, name: string, depth: number): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties) return objectOf(schema, all, depth)
  if (type === 'array')
    return (depth >= DEEPEST && !schema.minItems) || !schema.items
      ? []
      : [exampleOf(schema.items, all, name, depth + 1)]
  if (type === 'integer' || type === 'number') return schema.default ?? Math.max(1, schema.minimum ?? 1)
  if (type === 'boolean') return schema.default ?? true
  if (type === 'null') return null
  return textOf(schema)
}

function objectOf(schema: Schema, all: Readonly<Record<string, Schema>>, depth: number): object {
  if (depth >= DEEPEST) return {}
  const entries = Object.entries(schema.properties ?? {})
  return Object.fromEntries(entries.map(([key, one]) => [key, exampleOf(one, all, key, depth + 1)]))
}

/** One of them fits nearly every pattern that there is. */
const TEXTS = ['text', 'PT48H', '09:00', '17:00', '2026-12-25', '#1f5eff', 'en', 'gift_cards', '1']

function textOf({ format, pattern, default: usual }: Schema): string {
  if (usual !== undefined) return String(usual)
  if (format === 'uuid') return '01a20000-0000-7000-8000-000000000001'
  if (format === 'date-time') return '2026-03-01T09:30:00.000Z'
  if (format === 'date') return '2026-12-25'
  if (format === 'email') return 'mira@example.com'
  if (format === 'uri') return 'https://shop.example'
  return TEXTS.find((text) => pattern === undefined || new RegExp(pattern, 'u').test(text)) ?? 'text'
}

function fits(value: unknown, { type, anyOf, enum: choices, const: only, format, pattern }: Schema): boolean {
  if (choices || only !== undefined) return [...(choices ?? []), only].includes(value)
  if (anyOf) return anyOf.some((one) => fits(value, one))
  if (typeof value === 'string' && format && !isOfFormat(value, format)) return false
  if (typeof value === 'string' && pattern && !new RegExp(pattern, 'u').test(value)) return false
  const types = Array.isArray(type) ? type : [type]
  return types.some((one) => {
    if (one === 'integer' || one === 'number') return typeof value === 'number'
    if (one === 'array') return Array.isArray(value)
    if (one === 'null') return value === null
    if (one === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
    return typeof value === one
  })
}

const isOfFormat = (text: string, format: string): boolean =>
  format === 'email'
    ? text.includes('@')
    : format === 'uri'
      ? URL.canParse(text)
      : format === 'uuid' && text.length === 36
