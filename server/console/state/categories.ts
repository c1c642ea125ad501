import { type Shop, TICKET_CATEGORIES, type TicketCategory } from '@comptoir/sdk/contract'
import type { Say } from '../locales/say.ts'

const isBuiltIn = (category: string): category is TicketCategory =>
  (TICKET_CATEGORIES as readonly string[]).includes(category)

/** What a category is called; one that is not known any more is shown by its key. */
export const categoryName = (category: string, say: Say, _shop: Shop | null, _language: string): string =>
  isBuiltIn(category) ? say(`category.${category}`) : category

/** Those that a ticket can be given. */
export const categoriesOf = (_shop: Shop | null): readonly TicketCategory[] => TICKET_CATEGORIES
