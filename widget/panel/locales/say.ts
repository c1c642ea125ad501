import type english from './en.ts'

export type Words = typeof english
export type Key = keyof Words
/** `count` chooses the plural and is written as the language does. */
export interface Slots {
  count?: number
  name?: string
}
export type Say = (key: Key, slots?: Slots) => string

export function createSay(locale: string, words: Words): Say {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  return (key, { count = 0, name = '' } = {}) => {
    const entry = words[key]
    const text = typeof entry === 'string' ? entry : (entry[plurals.select(count)] ?? entry.other)
    return text.replace('{count}', numbers.format(count)).replace('{name}', () => name)
  }
}
