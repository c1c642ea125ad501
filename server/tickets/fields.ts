import type { FieldDefinition, FieldValue, FieldValues } from '@comptoir/sdk/contract'
import { Failure } from '../platform/failure.ts'

/** The fields of a ticket after a change, in the order of their keys. @throws Failure `invalid` that names the field */
export function checkFields(
  definitions: readonly FieldDefinition[],
  before: FieldValues,
  change: Record<string, FieldValue | null>,
): FieldValues {
  const after = new Map(Object.entries(before))
  for (const [key, value] of Object.entries(change)) {
    const definition = definitions.find((one) => one.key === key)
    if (value === null) after.delete(key)
    else if (!definition) throw refused(key, unknownField(definitions))
    else after.set(key, checkField(definition, value))
  }
  return Object.fromEntries([...after].sort(([one], [other]) => (one < other ? -1 : 1)))
}

function checkField({ key, type, choices = [] }: FieldDefinition, value: FieldValue): FieldValue {
  if (type === 'number' ? typeof value !== 'number' : typeof value !== 'string')
    throw refused(key, `Expected a ${type}, got a ${typeof value}.`)
  if (type === 'choice' && !choices.includes(String(value)))
    throw refused(key, `Expected one of ${choices.join(', ')}.`)
  if (type === 'date' && !isDay(String(value))) throw refused(key, 'Expected a day such as 2026-05-04.')
  return value
}

/** A day that the calendar has: not the 30th of February. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const unknownField = (definitions: readonly FieldDefinition[]) =>
  definitions.length === 0
    ? 'The shop has no fields of its own.'
    : `Expected one of the shop's fields: ${definitions.map(({ key }) => key).join(', ')}.`

function refused(key: string, detail: string): Failure {
  const path = `fields.${key}`
  return new Failure('invalid', `${path}: ${detail}`, { errors: [{ path, detail }] })
}
