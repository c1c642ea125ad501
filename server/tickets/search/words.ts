import type { TicketRecord } from '../../schema.ts'

/** What people type on one key and PostgreSQL's dictionaries know as two. */
const LIGATURES: Record<string, string> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', đ: 'd' }
const LONGEST = 64

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßœæøłđ]/g, (letter) => LIGATURES[letter] ?? letter)

/** Words that belong together, such as an address of mail or the number of an order. */
const TOGETHER = /[\p{L}\p{N}]+(?:[-@._+/]+[\p{L}\p{N}]+)*/gu
const WORD = /[\p{L}\p{N}]+/gu
/** Of those, which are one thing: they are looked for as a whole. */
const IS_ONE = /[@\d]/

const cut = (word: string): string => word.slice(0, LONGEST)

/** Every word of a text once, without accents and in small letters; addresses and numbers with signs as a whole, too. */
export function wordsOf(text: string): string[] {
  const words = (plain(text).match(TOGETHER) ?? []).flatMap((one) => {
    const parts = one.match(WORD) ?? []
    return parts.length > 1 && IS_ONE.test(one) ? [one, ...parts] : parts
  })
  return [...new Set(words.map(cut))]
}

/** A word that is looked for; the last may go on. */
export interface Term {
  word: string
  goesOn: boolean
}

/** What a search asks for: every one of these. `#83` is a ticket's number. */
export function termsOf(search: string): Term[] {
  const number = /^\s*#\s*(\d{1,9})\s*$/.exec(search)?.[1]
  if (number) return [{ word: `#${Number(number)}`, goesOn: false }]
  const words = (plain(search).match(TOGETHER) ?? []).flatMap((one) =>
    IS_ONE.test(one) ? [one] : (one.match(WORD) ?? []),
  )
  const ends = /[\p{L}\p{N}]\s*$/u.test(plain(search))
  return words.map((word, index) => ({ word: cut(word), goesOn: ends && index === words.length - 1 }))
}

/** Tags are found as tags alone, by a sign that no word has. */
export const tagTerm = (tag: string): Term => ({ word: `=${tag}`, goesOn: false })

/** How many tickets of a shop share a block, as a power of two. A new value means to index everything anew. */
const BLOCK = 13
export const blockOf = (number: number): number => number >> BLOCK

/** What every lexeme of a shop begins with: a search meets no other shop's words. */
export const shopMark = (shopId: string): string => shopId.slice(-8)

/** The dictionary that knows a language's endings. */
export function dictionaryFor(locale: string): 'french_stem' | 'english_stem' | 'simple' {
  const language = locale.split('-')[0]
  return language === 'fr' ? 'french_stem' : language === 'en' ? 'english_stem' : 'simple'
}

export interface Searched {
  ticket: Pick<TicketRecord, 'number' | 'subject' | 'description' | 'orderId' | 'tags'>
  customer: { name: string | null; email: string | null }
  said: string[]
  noted: string[]
}

/** The words by which the customer finds a ticket, and those by which agents alone do. */
export function indexedWords({ ticket, customer, said, noted }: Searched): { words: string[]; notes: string[] } {
  const { number, subject, description, orderId, tags } = ticket
  const texts = [subject, description, orderId, customer.name, customer.email, ...said]
  const words = [`#${number}`, String(number), ...texts.flatMap((text) => wordsOf(text ?? ''))]
  return {
    words: [...new Set(words)],
    notes: [...new Set([...tags.map((tag) => tagTerm(tag).word), ...noted.flatMap(wordsOf)])],
  }
}
