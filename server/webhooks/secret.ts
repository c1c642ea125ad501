import { randomBytes } from 'node:crypto'
import { signWebhook } from '@comptoir/sdk/node'
import type { Context } from '../platform/context.ts'
import { deriveKey, seal, unseal } from '../platform/seal.ts'

type House = Pick<Context, 'secret'>

/** What is signed: each has a key of its own, so that the secret of one cannot stand in for another's. */
type Purpose = 'webhooks' | 'orders'

/** As it is stored: sealed, since what signs cannot be kept as a hash. */
interface Secrets {
  secret: string
  formerSecret: string | null
  formerUntil: Date | null
}

/** 256 bits, in the form of Standard Webhooks 1.0. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export const sealSecret = (house: House, purpose: Purpose, secret: string): string =>
  seal(keyOf(house, purpose), secret)

/** Signed by the secret, and by the former one as long as that holds. */
export function signedHeaders(
  house: House,
  purpose: Purpose,
  { secret, formerSecret, formerUntil }: Secrets,
  { id, body }: { id: string; body: string },
  at: Date,
): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000)
  const former = formerSecret !== null && formerUntil !== null && formerUntil > at ? [formerSecret] : []
  const secrets = [secret, ...former].map((sealed) => unseal(keyOf(house, purpose), sealed))
  return {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((one) => signWebhook(one, { id, timestamp, body })).join(' '),
  }
}

const keyOf = (house: House, purpose: Purpose): Buffer => deriveKey(house.secret, purpose)
