import { z } from 'zod'

type Issue = Parameters<z.core.$ZodErrorMap>[0]

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const FORMATS: Record<string, string> = {
  uuid: 'an id such as "01981c5e-7d2a-7c3f-9b1e-2f4a6c8d0e12"',
  datetime: 'a time such as "2026-05-04T09:00:00Z"',
  date: 'a day such as "2026-05-04"',
  email: 'an e-mail address such as "mira@example.com"',
  url: 'an address such as "https://shop.example"',
}

const UNITS: Record<string, [one: string, many: string]> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  record: ['field', 'fields'],
}

/** What a schema expected where it does not say so itself. */
function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? 'another type'
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`
    case 'too_big':
      return `at most ${counted(issue.origin, issue.maximum)}`
    case 'too_small':
      return `at least ${counted(issue.origin, issue.minimum)}`
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'text of another form'
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return 'no field of this name'
    case 'invalid_key':
      return 'another name for this field'
    case 'invalid_union':
      return Array.isArray(issue.options)
        ? `one of ${issue.options.join(', ')}`
        : 'one of the forms that /api/openapi.json describes'
    default:
      return 'something else'
  }
}

function counted(origin: string, count: number | bigint): string {
  const unit = UNITS[origin]?.[count === 1 ? 0 : 1]
  return unit === undefined ? String(count) : `${count} ${unit}`
}

/** In our own words, for every schema of the house. */
z.config({ localeError: (issue) => `Expected ${expectedOf(issue)}.` })

const SECRET = /password|token|secret/i
const LONGEST = 40

/** What came, in few words; of what is secret or long, its length alone. */
export function gotOf(value: unknown, name: PropertyKey = ''): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'string') {
    const isShown = value.length <= LONGEST && !SECRET.test(String(name))
    return isShown ? JSON.stringify(value) : `${value.length} characters`
  }
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** What stands at a path of the input; nothing where it has none. */
export const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (isHolder(value) && Object.hasOwn(value, key) ? value[key] : undefined), input)

const isHolder = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null
