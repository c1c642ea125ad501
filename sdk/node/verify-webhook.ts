import { timingSafeEqual } from 'node:crypto'
import type { WebhookEvent } from '../contract/webhook.ts'
import { signWebhook } from './webhook-signature.ts'

/** A delivery that is not to be believed: answer it with 400. `code` says why. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly code: 'missing_headers' | 'expired' | 'wrong_signature' | 'malformed'

  constructor(code: WebhookError['code'], message: string) {
    super(message)
    this.code = code
  }
}

export interface Delivery {
  /** The body as it came, before anything has parsed it. */
  body: string | Uint8Array
  headers: Headers | Readonly<Record<string, string | string[] | undefined>>
  /** The secret of the webhook, `whsec_…`. */
  secret: string
  /** How far its time may be from now, in seconds; 300 when left out. */
  tolerance?: number
  /** Milliseconds since 1970; the present time when left out. */
  now?: number
}

/**
 * Checks that a delivery was signed by Comptoir within the last minutes, and answers what it says.
 * The same `webhook-id` may come more than once: keep those that you have dealt with.
 *
 * @throws WebhookError when it was not
 * @throws TypeError when the secret is of another form
 * @example
 * app.post('/webhooks/comptoir', express.raw({ type: '*' + '/*' }), (req, res) => {
 *   const event = verifyWebhook({ body: req.body, headers: req.headers, secret: process.env.COMPTOIR_WEBHOOK_SECRET })
 *   if (event.type === 'message.posted') console.log(event.data.message?.message)
 *   res.sendStatus(204)
 * })
 */
export function verifyWebhook({ body, headers, secret, tolerance = 300, now = Date.now() }: Delivery): WebhookEvent {
  const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  )
  if (!id || !time || !signatures)
    throw new WebhookError('missing_headers', 'Expected webhook-id, webhook-timestamp and webhook-signature.')
  const timestamp = Number(time)
  if (!(Math.abs(now / 1000 - timestamp) <= tolerance))
    throw new WebhookError('expired', `Expected a webhook-timestamp within ${tolerance} s of now, got "${time}".`)
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const expected = Buffer.from(signWebhook(secret, { id, timestamp, body: text }))
  if (!signatures.split(' ').some((one) => isSame(Buffer.from(one), expected)))
    throw new WebhookError('wrong_signature', 'Expected a webhook-signature made with this secret over this very body.')
  return parse(text)
}

const isSame = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other)

function headerOf(headers: Delivery['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const value = headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' ? value : value?.[0]
}

function parse(text: string): WebhookEvent {
  try {
    // Signed by Comptoir, so of its own making.
    return JSON.parse(text) as WebhookEvent
  } catch {
    throw new WebhookError('malformed', 'Expected a body of JSON.')
  }
}
