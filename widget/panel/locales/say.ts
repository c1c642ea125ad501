import type english from './en.ts'

/** By the categories of `Intl.PluralRules`; `other` stands in for those that are left out. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

type English = typeof english
/** What every language must say: what English says. */
export type Words = { readonly [K in keyof English]: English[K] extends string ? string : Plural }
export type Key = keyof Words
/** `count` chooses the plural and is written as the language does. */
export interface Slots {
  count?: number
  name?: string
}
export type Say = (key: Key, slots?: Slots) => string

export function createSay<K extends string>(
  locale: string,
  words: Readonly<Record<K, string | Plural>>,
): (key: K, slots?: Slots) => string {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  return (key, { count = 0, name = '' } = {}) => {
    const entry = words[key]
    const text = typeof entry === 'string' ? entry : (entry[plurals.select(count)] ?? entry.other)
    return text.replace('{count}', numbers.format(count)).replace('{name}', () => name)
  }
}
