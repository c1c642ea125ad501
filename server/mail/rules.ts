import type { MailLogEntry } from '@comptoir/sdk/contract'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** What the mail about new answers has to go by. Times in milliseconds. */
export interface Unseen {
  /** When the newest answer that the customer has not seen was written; `null`: all were seen, or mailed already. */
  newestAt: number | null
  /** Whether a page with the widget is open at this moment. */
  pageOpen: boolean
  quietClosed: number
  quietOpen: number
}

/** Mail now, look again at a time, or leave it. An open page gets the longer quiet: the badge may still do. */
export function whenToMail(unseen: Unseen, now: number): 'now' | 'never' | Date {
  if (unseen.newestAt === null) return 'never'
  const due = unseen.newestAt + (unseen.pageOpen ? unseen.quietOpen : unseen.quietClosed)
  return due <= now ? 'now' : new Date(due)
}

/** The same for the holder of a ticket, of whose presence nobody need ask twice a minute. Who is present sees it in the console. */
export function whenToTellAgent(
  { isPresent, ...unseen }: Omit<Unseen, 'pageOpen'> & { isPresent: boolean },
  now: number,
): 'now' | 'never' | Date {
  const due = whenToMail({ ...unseen, pageOpen: false }, now)
  return due === 'now' && isPresent ? new Date(now + Math.max(unseen.quietOpen, MINUTE)) : due
}

/** The language of a mail: the reader's if we speak it, else the shop's, else English. */
export function mailLocale<L extends string>(
  spoken: readonly L[],
  reader: { locale: string | null },
  shop: { locale: string },
  last: L,
): L {
  for (const wish of [reader.locale, shop.locale]) {
    const found = spoken.find((one) => wish?.toLowerCase().split('-')[0] === one)
    if (found) return found
  }
  return last
}

/** The part of our address behind the `@`: it makes our message ids the world's only ones. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1) || 'localhost'

/** Every mail of a ticket refers to this one, so that mail programs show them as one conversation. */
export const ticketMessageId = (ticketId: string, domain: string): string => `<ticket.${ticketId}@${domain}>`

/** To an address that nobody vouches for, of what comes by itself. */
const AT_MOST = [
  { within: HOUR, mails: 1 },
  { within: 24 * HOUR, mails: 3 },
]

/** The same address, of all shops together: many shops make no cannon either. */
const AT_MOST_OF_ALL = [{ within: 24 * HOUR, mails: 10 }]

/** Whether one more would be too many, after those that went out at these times: the shop's own, and all shops'. */
export const isOneTooMany = (own: readonly Date[], now: number, all: readonly Date[] = own): boolean =>
  isFull(AT_MOST, own, now) || isFull(AT_MOST_OF_ALL, all, now)

const isFull = (bounds: typeof AT_MOST, before: readonly Date[], now: number): boolean =>
  bounds.some(({ within, mails }) => before.filter((at) => at.getTime() > now - within).length >= mails)

/** So many mails are handed over at the same time, however many nodes there are: the other hands stay free for what is due by the second. */
const LANES = 3

/** Mails of one ticket go one after the other. */
export const laneOf = (ticketId: string): number => Number.parseInt(ticketId.slice(-6), 16) % LANES

/** A mail that could not be handed over is tried for so long; a day is the least that a mail server may be down. */
const TRIED_FOR = 4 * 24 * HOUR

/**
 * Milliseconds to the next try: seconds at first, an hour in the end, and never the same for all (`chance`: 0 to 1), so
 * that a thousand mails do not come back at one moment. `null`: it has been tried for days.
 */
export function nextTry({ tries, age }: { tries: number; age: number }, chance: number): number | null {
  if (age >= TRIED_FOR) return null
  return Math.min(HOUR, Math.exp(tries) * 1000) * (0.75 + chance / 2)
}

/** How a try that failed leaves a mail. What may have arrived once is uncertain until the mail server says more. */
export function stateAfter(
  before: MailLogEntry['state'],
  outcome: 'refused' | 'later' | 'uncertain',
  last: boolean,
): MailLogEntry['state'] {
  if (outcome === 'refused') return 'failed'
  if (outcome === 'uncertain' || before === 'uncertain') return 'uncertain'
  return last ? 'failed' : 'queued'
}
