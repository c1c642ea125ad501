import type { Customer } from '@comptoir/sdk/contract'

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

/** The language of a mail: the customer's if we speak it, else the shop's, else English. */
export function mailLocale<L extends string>(
  spoken: readonly L[],
  customer: Pick<Customer, 'locale'>,
  shop: { locale: string },
  last: L,
): L {
  for (const wish of [customer.locale, shop.locale]) {
    const found = spoken.find((one) => wish?.toLowerCase().split('-')[0] === one)
    if (found) return found
  }
  return last
}

/** The part of our address behind the `@`: it makes our message ids the world's only ones. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1) || 'localhost'

/** Every mail of a ticket refers to this one, so that mail programs show them as one conversation. */
export const ticketMessageId = (ticketId: string, domain: string): string => `<ticket.${ticketId}@${domain}>`
