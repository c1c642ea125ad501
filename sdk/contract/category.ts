import type { TicketCategory } from './ticket.ts'

/** What a shop's tickets can be about. */
export interface Category {
  id: TicketCategory
  /** By language, such as `fr` and `en`: the shop's own words, else the built-in ones. */
  label: Record<string, string>
  /** Whether every shop has it from the start. */
  builtIn: boolean
  /** It can no longer be chosen; tickets that have it keep it, and are found by it. */
  retired: boolean
}

/** `POST /api/categories`. */
export interface NewCategory {
  /** Up to 40 small letters, digits and `_`, a letter first; unlike any other of the shop, retired or not. It stays. */
  id: string
  label: Record<string, string>
}

/** `PATCH /api/categories/:id`: what is left out stays as it is. `label` is given whole; `{}` gives a built-in one its own words again. */
export interface CategoryChange {
  label?: Record<string, string>
  retired?: boolean
}
