import { Webhook as Reference } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { verifyWebhook, WebhookError } from './verify-webhook.ts'
import { signWebhook } from './webhook-signature.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const now = Date.parse('2026-03-01T12:00:00Z')
const timestamp = now / 1000
const body = '{"type":"webhook.test","timestamp":"2026-03-01T12:00:00.000Z","data":{"webhookId":"é"}}'
const headers = {
  'webhook-id': 'delivery-1',
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signWebhook(secret, { id: 'delivery-1', timestamp, body }),
}
const codeOf = (change: object) => {
  try {
    verifyWebhook({ body, headers, secret, now, ...change })
  } catch (error) {
    return error instanceof WebhookError ? error.code : error
  }
  return 'believed'
}

describe('a delivery', () => {
  test('signed by the reference library is believed, and the other way round', () => {
    expect(signWebhook(secret, { id: 'delivery-1', timestamp, body })).toBe(
      new Reference(secret).sign('delivery-1', new Date(now), body),
    )
    expect(verifyWebhook({ body, headers, secret, now })).toMatchObject({ type: 'webhook.test' })
  })

  test('is read from bytes, from Headers, and from names in any case', () => {
    expect(codeOf({ body: Buffer.from(body) })).toBe('believed')
    expect(codeOf({ headers: new Headers(headers) })).toBe('believed')
    const shouted = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]))
    expect(codeOf({ headers: shouted })).toBe('believed')
  })

  test('is believed when one of its signatures fits', () => {
    expect(codeOf({ headers: { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` } })).toBe(
      'believed',
    )
  })

  test.each([
    ['of another body', { body: body.replace('é', 'e') }, 'wrong_signature'],
    ['of another secret', { secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` }, 'wrong_signature'],
    ['under another id', { headers: { ...headers, 'webhook-id': 'delivery-2' } }, 'wrong_signature'],
    ['without a signature', { headers: { ...headers, 'webhook-signature': undefined } }, 'missing_headers'],
    ['of six minutes ago', { now: now + 360_000 }, 'expired'],
    ['of six minutes ahead', { now: now - 360_000 }, 'expired'],
    ['without a time', { headers: { ...headers, 'webhook-timestamp': 'soon' } }, 'expired'],
  ])('%s is not', (_, change, code) => {
    expect(codeOf(change)).toBe(code)
  })

  test('cannot be judged with a secret of another form', () => {
    expect(() => verifyWebhook({ body, headers, now, secret: 'ids_123' })).toThrow(TypeError)
  })
})
