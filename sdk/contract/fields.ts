export const FIELD_TYPES = ['text', 'number', 'choice', 'date'] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** A field that a shop adds to its tickets: agents see and change it. */
export interface FieldDefinition {
  /** Small letters, digits and `_`; it names the field in `fields` of a ticket. */
  key: string
  /** By language, such as `fr` and `en`. */
  label: Record<string, string>
  type: FieldType
  /** What may be chosen, of a `choice` alone. */
  choices?: string[]
  /** Whether a shopper may give it with a new ticket. Left out, agents alone may. */
  fromCustomers?: boolean
}

/** Text of at most 500, a number, one of the choices, or a day such as `2026-05-04`. */
export type FieldValue = string | number

export type FieldValues = Record<string, FieldValue>
