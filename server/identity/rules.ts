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

/**
 * What the shop has signed counts. What it leaves out stays where it was signed before; what the shopper only said of
 * themselves goes, since from now on the name and the address would pass for the shop's word.
 */
export function withClaims(
  customer: CustomerRecord,
  claims: { sub: string; name?: string; email?: string },
  locale: string | undefined,
): CustomerRecord {
  const signed = customer.standing === 'verified' ? customer : { name: null, email: null }
  return {
    ...customer,
    standing: 'verified',
    externalId: claims.sub,
    name: claims.name ?? signed.name,
    email: claims.email ?? signed.email,
    locale: locale ?? customer.locale,
  }
}

/** Someone who has proved nothing yet may become the customer whom the signature names; a verified one stays themselves. */
export const mayTakeOver = (present: CustomerRecord): boolean => present.standing !== 'verified'
