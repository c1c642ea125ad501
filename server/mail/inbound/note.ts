import { LIMITS } from '@comptoir/sdk/contract'
import { fill } from '../../platform/page/words.ts'
import { isVisible } from '../../platform/text.ts'
import type { ShopRecord } from '../../schema.ts'
import { mailLocale } from '../rules.ts'
import type { Incoming } from './letter.ts'
import { en } from './locales/en.ts'
import { fr } from './locales/fr.ts'
import { wordsOf } from './rules.ts'

const WORDS = { en, fr }

const wordsFor = (shop: ShopRecord) => WORDS[mailLocale(['en', 'fr'] as const, { locale: null }, shop, 'en')]

/** What agents read of a letter that is nobody's message: from whom, why it is a note, and what it says. */
export function noteOf(shop: ShopRecord, letter: Incoming, why: string): string {
  const { head, nobody, whys } = wordsFor(shop)
  const reasons: Record<string, string> = whys
  const sentence = fill(head, { sender: letter.sender ?? nobody, why: reasons[why] ?? why })
  return `${sentence}\n\n${wordsOf(letter)}`.slice(0, LIMITS.message).toWellFormed()
}

export const subjectOf = (shop: ShopRecord, { subject }: Incoming): string =>
  isVisible(subject) ? subject : wordsFor(shop).noSubject
