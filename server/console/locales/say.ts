import type { en } from './en.ts'

/** A text that depends on a number, by the categories of `Intl.PluralRules`. `other` stands in for those left out. */
export interface Plural {
  readonly one: string
  readonly other: string
  readonly many?: string
}

type English = typeof en
export type Key = keyof English
export type Words = { readonly [K in Key]: English[K] extends string ? string : Plural }

type TextOf<K extends Key> = English[K] extends infer T ? (T extends { other: infer O } ? O : T) : never
type Slots<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never
type Fill<K extends Key> = [Slots<TextOf<K>>] extends [never] ? [] : [{ [S in Slots<TextOf<K>>]: string | number }]

/** The sentence of a key, with its `{slots}` filled. `count` chooses the plural and is written as the language does. */
export type Say = <K extends Key>(key: K, ...fill: Fill<K>) => string

export function createSay(words: Words, locale: string): Say {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  return (key, ...[fill]) => {
    const slots: Record<string, string | number> = fill ?? {}
    const entry: string | Plural = words[key]
    const text = typeof entry === 'string' ? entry : choose(entry, plurals.select(Number(slots.count ?? 0)))
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = slots[name]
      return typeof value === 'number' ? numbers.format(value) : (value ?? whole)
    })
  }
}

const choose = (plural: Plural, category: Intl.LDMLPluralRule): string =>
  (category === 'one' || category === 'many' ? plural[category] : undefined) ?? plural.other
