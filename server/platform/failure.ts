import { FAILURES, type FailureCode, type FieldError } from '@comptoir/sdk/contract'
import type { z } from 'zod'

/** An expected refusal: thrown by rules, actions and doors, and answered by its code at the one handler of each transport. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly errors: FieldError[]
  readonly retryAfter: number | undefined

  constructor(
    code: FailureCode,
    detail: string = FAILURES[code].title,
    more: { errors?: FieldError[]; retryAfter?: number } = {},
  ) {
    super(detail)
    this.code = code
    this.errors = more.errors ?? []
    this.retryAfter = more.retryAfter
  }
}

/** One field that is refused for what only the inside knows. */
export const refuse = (path: string, detail: string): Failure =>
  new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })

/** What a schema has refused, field by field. Names and texts may be the sender's own: they are cut short. */
export function invalid(error: z.ZodError): Failure {
  const errors = error.issues
    .flatMap(refusals)
    .slice(0, 20)
    .map(({ path, detail }) => ({ path: path.slice(0, 200), detail: detail.slice(0, 300) }))
  const first = errors[0]
  const where = first?.path ? `${first.path}: ` : ''
  return new Failure('invalid', first ? `${where}${first.detail}` : FAILURES.invalid.title, { errors })
}

function refusals(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), detail: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), detail: 'Expected no field of this name.' }))
}

/** Parses what came in, once, at the door. @throws Failure `invalid` */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw invalid(parsed.error)
  return parsed.data
}
