import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { createSay, type Say, type Words } from '../locales/say.ts'
import { keep } from './keep.ts'
import { createStore, type Source } from './source.ts'

export const LANGUAGES = { en: 'English', fr: 'Français' } as const
export type Language = keyof typeof LANGUAGES

export interface Reader {
  language: Language
  /** For `Intl`: the reader's own region where it speaks the chosen language, such as `en-GB`. */
  locale: string
  say: Say
}

const files: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('../locales/en.ts')).en,
  fr: async () => (await import('../locales/fr.ts')).fr,
}

const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text)

/** The language chosen earlier, else the first of the browser's that is spoken here, else English. */
export function preferred(kept: string | null, offered: readonly string[]): Language {
  const wishes = [kept ?? '', ...offered.map((locale) => locale.toLowerCase().split('-')[0] ?? '')]
  return wishes.find(isLanguage) ?? 'en'
}

export const localeFor = (language: Language, offered: readonly string[]): string =>
  offered.find((locale) => locale.toLowerCase().startsWith(`${language}-`)) ?? language

const current = createStore<Reader | null>(null)
export const reader: Source<Reader | null> = current

export async function speak(language: Language): Promise<void> {
  const words = await files[language]()
  const locale = localeFor(language, navigator.languages)
  document.documentElement.lang = language
  current.set({ language, locale, say: createSay(words, locale) })
}

export function choose(language: Language): Promise<void> {
  keep.set('language', language)
  return speak(language)
}

export const ReaderContext = createContext<Reader | null>(null)

/** Below `App`, which draws nothing before the words are there. */
export function useReader(): Reader {
  const found = useContext(ReaderContext)
  if (!found) throw new Error('useReader is for parts below ReaderContext')
  return found
}
