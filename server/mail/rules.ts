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

/** Whether one more would be too many, after those that went out at these times. */
export const isOneTooMany = (before: readonly Date[], now: number): boolean =>
  AT_MOST.some(({ within, mails }) => before.filter((at) => at.getTime() > now - within).length >= mails)

/** So many mails are handed over at the same time, however many nodes there are: the other hands stay free for what is due by the second. */
const LANES = 3

/** Mails of one ticket go one after the other. */
export const laneOf = (ticketId: string): number => Number.parseInt(ticketId.slice(-6), 16) % LANES

/** About four days in all, as the job queue waits from try to try; a day is the least that a mail server may be down. */
export const MAIL_TRIES = 25

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
