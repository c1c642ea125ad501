import { createSay } from '../locales/say.ts'
import type { PartKit } from '../state/model.ts'
import { en, type MoreWords } from './en.ts'

type English = typeof en
export type MoreKey = keyof English
export type SayMore = (key: MoreKey, slots?: { count?: number; name?: string }) => string

/** One file a language, by its name. */
const FILES: Record<string, () => Promise<{ default: MoreWords }>> = {
  fr: () => import('./fr.ts'),
}

const spoken = new Map<string, SayMore>()
const english = createSay('en', en)

/** Where a language's file cannot be had, English is spoken. */
export async function learn(locale: string): Promise<void> {
  const own = await FILES[locale.slice(0, 2)]?.().catch(() => null)
  // What is said is a string where English says one.
  spoken.set(locale, createSay(locale, { ...en, ...(own?.default as Partial<English>) }))
}

/** In the language of the panel, which may have changed since. */
export function sayOf({ model, update }: Pick<PartKit, 'model' | 'update'>): SayMore {
  const { locale } = model
  if (!spoken.has(locale)) void learn(locale).then(update)
  return spoken.get(locale) ?? english
}

/** In the reader's language, else its family, else English, else any. */
export const inLanguage = (words: Record<string, string>, locale: string): string =>
  words[locale] ?? words[locale.slice(0, 2)] ?? words.en ?? Object.values(words)[0] ?? ''
