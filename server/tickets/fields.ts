import { type FieldDefinition, type FieldValue, type FieldValues, LIMITS, type NewTicket } from '@comptoir/sdk/contract'
import type { Unit } from '../platform/commit.ts'
import { Failure, refuse } from '../platform/failure.ts'
import { findShop } from '../shops/store.ts'

/** As the shop's settings define them. */
export async function fieldsOf({ trx, shopId }: Pick<Unit, 'trx' | 'shopId'>): Promise<FieldDefinition[]> {
  const shop = await findShop(trx, shopId)
  return shop?.settings.fields ?? []
}

/** What a shopper may give with a new ticket. @throws Failure `forbidden` for tags, `invalid` for fields that are agents' own */
export function checkGiven(
  { tags, fields = {} }: Pick<NewTicket, 'tags' | 'fields'>,
  definitions: readonly FieldDefinition[],
): void {
  if (tags !== undefined) throw new Failure('forbidden', 'For agents alone: tags.')
  const open = definitions.filter(({ fromCustomers }) => fromCustomers)
  const other = Object.keys(fields).find((key) => !open.some((definition) => definition.key === key))
  if (other !== undefined) throw refused(other, unknownField(open))
}

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

/** Once each, and in order. @throws Failure `invalid` for more than a ticket can have */
export function tidyTags(all: readonly string[]): string[] {
  const tags = [...new Set(all)].sort()
  if (tags.length <= LIMITS.tags) return tags
  throw refuse('tags', `Expected at most ${LIMITS.tags} tags on a ticket, got ${tags.length}.`)
}

/** A day that the calendar has: not the 30th of February. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const unknownField = (definitions: readonly FieldDefinition[]) =>
  definitions.length === 0
    ? 'Expected none: there is no field that could be given.'
    : `Expected one of the shop's fields: ${definitions.map(({ key }) => key).join(', ')}.`

function refused(key: string, detail: string): Failure {
  return refuse(`fields.${key}`, detail)
}
