import type { Category } from './category.ts'
import type { FieldDefinition } from './fields.ts'

/** What a form can ask beside the shop's own fields. */
export const ASKED_FIELDS = ['name', 'email', 'category', 'orderId'] as const

/** What the widget asks before a first message. */
export interface FormField {
  /** `name`, `email`, `category`, `orderId`, or the key of a field of the shop that is `fromCustomers`. */
  field: string
  required: boolean
}

/** When a sentence is said by itself: all that is set must hold. */
export interface ProactiveWhen {
  /** Paths of the storefront, `*` for any run of characters, such as `/products/*`: one of them. */
  pages?: string[]
  /** So many seconds on the page. */
  seconds?: number
  /** The basket is worth so much at least, in the currency of the page, as the page says. */
  cart?: number
  /** So many visits before this one. */
  visits?: number
  hours?: 'open' | 'closed'
}

/** A sentence of the shop, shown once to a visitor beside the launcher, where the tag says `data-proactive`. */
export interface ProactiveRule {
  /** Up to 40 small letters, digits, `-` and `_`: another one is another sentence, to be shown again. */
  id: string
  /** By language. */
  message: Record<string, string>
  when: ProactiveWhen
}

/** A field of the form with its words and what may be chosen, where it is the shop's own. */
export interface AskedField extends FormField {
  own?: Pick<FieldDefinition, 'label' | 'type' | 'choices'>
}

/** What a shopper is received with. */
export interface Welcome {
  /** By the shop's hours, at this moment. */
  isOpen: boolean
  /** When it opens next; `null` while it is open, or when it never does. */
  opensAt: string | null
  /** Names of agents who are there at this moment, three at most. */
  people: string[]
  form: AskedField[]
  /** Those in use. */
  categories: Pick<Category, 'id' | 'label'>[]
  /** Whether there is an article to be read. */
  hasFaq: boolean
  rules: ProactiveRule[]
}
