import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

/**
 * The signature of one delivery, as in the header `webhook-signature` (Standard Webhooks 1.0): HMAC-SHA256 over
 * `id.timestamp.body`. For the tests of a receiver.
 *
 * @throws TypeError when the secret is not of the form `whsec_` and base64
 */
export function signWebhook(
  secret: string,
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string {
  const mac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
  return `v1,${mac}`
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '', 'base64')
  if (key.length >= 24) return key
  throw new TypeError('Expected `secret` to be the secret of a webhook, whsec_…, as it was shown when it was made.')
}
