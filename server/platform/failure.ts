import { FAILURES, type FailureCode, type FieldError, type Message } from '@comptoir/sdk/contract'
import type { z } from 'zod'
import { gotOf, valueAt } from './expected.ts'

/** An expected refusal: thrown by rules, actions and doors, and answered by its code at the one handler of each transport. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly errors: FieldError[]
  readonly retryAfter: number | undefined
  /** What has been said since, with `stale_answer`. */
  readonly since: Message[]

  constructor(
    code: FailureCode,
    detail: string = FAILURES[code].title,
    more: { errors?: FieldError[]; retryAfter?: number; since?: Message[] } = {},
  ) {
    super(detail)
    this.code = code
    this.errors = more.errors ?? []
    this.retryAfter = more.retryAfter
    this.since = more.since ?? []
  }
}

/** One field that is refused for what only the inside knows. */
export const refuse = (path: string, detail: string): Failure =>
  new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })

/** What a schema has refused, field by field: what was expected, and what came. Names and texts may be the sender's own: they are cut short. */
export function invalid(error: z.ZodError, input: unknown): Failure {
  const errors = error.issues
    .flatMap((issue) => refusals(issue, input))
    .slice(0, 20)
    .map(({ path, detail }) => ({ path: path.slice(0, 200), detail: detail.slice(0, 300) }))
  const first = errors[0]
  const where = first?.path ? `${first.path}: ` : ''
  return new Failure('invalid', first ? `${where}${first.detail}` : FAILURES.invalid.title, { errors })
}

function refusals(issue: z.core.$ZodIssue, input: unknown): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), detail: withGot(issue, input) }]
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), detail: 'Expected no field of this name.' }))
}

/** A schema says what it expects, and the input what came; of an input as a whole, only what it is not. */
function withGot(issue: z.core.$ZodIssue, input: unknown): string {
  const { code, path } = issue
  const message = (code === 'invalid_key' && issue.issues[0]?.message) || issue.message
  const name = path.at(-1)
  if (!message.startsWith('Expected') || message.includes(', got ')) return message
  if (name === undefined && code !== 'invalid_type') return message
  const got = code === 'invalid_key' ? gotOf(String(name)) : gotOf(valueAt(input, path), name)
  return `${message.replace(/\.$/, '')}, got ${got}.`
}

/** Parses what came in, once, at the door. @throws Failure `invalid` */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw invalid(parsed.error, input)
  return parsed.data
}
