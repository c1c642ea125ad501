import { FIRST_WORDS, type Language } from './words.ts'

/** The first of the wishes that is spoken, written as `fr-CA` or `fr_FR`, and its language. */
export function choose(wishes: readonly (string | undefined)[]): [locale: string, language: Language] {
  for (const wish of wishes) {
    const locale = `${wish}`.toLowerCase().replace('_', '-')
    const [language] = locale.split('-')
    if (isSpoken(language)) return [locale, language]
  }
  return ['en', 'en']
}

const isSpoken = (language = ''): language is Language => language in FIRST_WORDS
