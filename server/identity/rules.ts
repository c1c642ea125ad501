import type { CustomerRecord } from '../schema.ts'

/** What a shopper says of themselves. */
export interface Known {
  name?: string
  email?: string
  locale?: string
}

/**
 * A shopper's word makes them identified, never verified, and never changes what a signature has said:
 * an address that anybody can type must not open somebody else's history.
 */
export function withWord(customer: CustomerRecord, word: Known): CustomerRecord {
  const locale = word.locale ?? customer.locale
  const silent = word.name === undefined && word.email === undefined
  if (customer.standing === 'verified' || silent) return locale === customer.locale ? customer : { ...customer, locale }
  return {
    ...customer,
    standing: 'identified',
    name: word.name ?? customer.name,
    email: word.email ?? customer.email,
    locale,
  }
}

/** What the shop has signed counts; what it leaves out stays. */
export function withClaims(
  customer: CustomerRecord,
  claims: { sub: string; name?: string; email?: string },
  locale: string | undefined,
): CustomerRecord {
  return {
    ...customer,
    standing: 'verified',
    externalId: claims.sub,
    name: claims.name ?? customer.name,
    email: claims.email ?? customer.email,
    locale: locale ?? customer.locale,
  }
}

/** Someone who has proved nothing yet may become the customer whom the signature names; a verified one stays themselves. */
export const mayTakeOver = (present: CustomerRecord): boolean => present.standing !== 'verified'
