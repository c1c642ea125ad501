import { type BuiltInCategory, type Category, LIMITS, TICKET_CATEGORIES } from '@comptoir/sdk/contract'
import { Failure, refuse } from '../platform/failure.ts'
import type { CategoryRecord } from '../schema.ts'
import { en } from './locales/en.ts'
import { fr } from './locales/fr.ts'

/** What a ticket is about when nothing is said. */
export const USUAL_CATEGORY: BuiltInCategory = 'general_inquiry'

const isBuiltIn = (id: string): id is BuiltInCategory => TICKET_CATEGORIES.some((one) => one === id)

/** All that a shop has: the built-in ones first, in their order, and then its own, oldest first. */
export function categoriesOf(records: readonly CategoryRecord[]): Category[] {
  const own = records.filter(({ id }) => !isBuiltIn(id))
  return [...TICKET_CATEGORIES, ...own.map(({ id }) => id)].map((id) => {
    const record = records.find((one) => one.id === id)
    const builtIn = isBuiltIn(id)
    const label = { ...(isBuiltIn(id) && { en: en[id], fr: fr[id] }), ...record?.label }
    return { id, label, builtIn, retired: record?.retiredAt != null }
  })
}

export const inUse = (all: readonly Category[]): Category[] => all.filter(({ retired }) => !retired)

/** Whether the shop has words of its own for it. */
export const isRenamed = ({ id, label }: Category): boolean =>
  !isBuiltIn(id) || label.en !== en[id] || label.fr !== fr[id]

/** In this language, else in the shop's, else in any. */
export const labelIn = ({ id, label }: Category, ...languages: string[]): string =>
  languages.map((language) => label[language] ?? label[language.split('-')[0] ?? '']).find((text) => text) ??
  Object.values(label)[0] ??
  id

/** @throws Failure `invalid` for a category that cannot be chosen, or that the shop never had */
export function checkChoice(all: readonly Category[], id: string, path: string): void {
  const found = all.find((one) => one.id === id)
  if (found && !found.retired) return
  const got = found ? `${id}, which is retired` : `"${id}"`
  throw refuse(path, `Expected one of ${listOf(inUse(all))}, got ${got}.`)
}

/** @throws Failure `invalid` for a category that the shop never had; what it has retired can still be asked for */
export function checkKnown(all: readonly Category[], id: string, path: string): void {
  if (all.some((one) => one.id === id)) return
  throw refuse(path, `Expected one of ${listOf(all)}, got "${id}".`)
}

const listOf = (all: readonly Category[]): string => all.map(({ id }) => id).join(', ')

/** What a category would be after a change, beside all others. @throws Failure `conflict`, `invalid` */
export function checkCategory(others: readonly Category[], category: Category): void {
  if (Object.keys(category.label).length === 0) throw refuse('label', 'Expected a label in one language at least.')
  if (category.retired) {
    if (category.id !== USUAL_CATEGORY) return
    throw new Failure('conflict', `${USUAL_CATEGORY} is what a ticket is about when nothing is said: it stays in use.`)
  }
  const used = inUse(others)
  if (used.length >= LIMITS.categories)
    throw new Failure('conflict', `A shop has at most ${LIMITS.categories} categories: retire one first.`)
  for (const [language, text] of Object.entries(category.label)) {
    const namesake = used.find(({ label }) => label[language]?.toLowerCase() === text.toLowerCase())
    if (namesake)
      throw new Failure('conflict', `The category ${namesake.id} is called "${text}" in ${language} already.`)
  }
}
