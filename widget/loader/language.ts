import { FIRST_WORDS, type Language } from './words.ts'

/** The first of the wishes that is spoken, and how dates and numbers are to be written in it. */
export function choose(wishes: readonly (string | undefined)[]): { locale: string; language: Language } {
  for (const locale of wishes) {
    const language = locale?.slice(0, 2).toLowerCase()
    if (locale && isSpoken(language) && isWellFormed(locale)) return { locale, language }
  }
  return { locale: 'en', language: 'en' }
}

const isSpoken = (language: string | undefined): language is Language => Object.hasOwn(FIRST_WORDS, language ?? '')

/** `fr_FR`, as some shops write it, would make `Intl` throw. */
function isWellFormed(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0
  } catch {
    return false
  }
}
