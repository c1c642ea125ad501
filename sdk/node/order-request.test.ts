import { expect, test } from 'vitest'
import { verifyOrderRequest } from './order-request.ts'
import { signWebhook } from './webhook-signature.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const now = Date.parse('2026-03-01T12:00:00Z')
const timestamp = now / 1000

function asked(body: string, by = secret) {
  const headers = {
    'webhook-id': 'question-1',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook(by, { id: 'question-1', timestamp, body }),
  }
  return () => verifyOrderRequest({ body, headers, secret, now })
}

const question =
  '{"type":"orders.requested","timestamp":"2026-03-01T12:00:00Z","data":{"customer":{"externalId":"customer-7"}}}'

test('a question that Comptoir has signed says whose orders are wanted', () => {
  expect(asked(question)()).toEqual({ customerId: 'customer-7' })
})

test('a question that somebody else has signed is not answered', () => {
  expect(asked(question, `whsec_${Buffer.alloc(32, 8).toString('base64')}`)).toThrow('signature')
})

test.each([
  '{"type":"message.posted","data":{}}',
  '{"type":"orders.requested"}',
  '{"type":"orders.requested","data":{}}',
  'null',
  '[]',
])('what is no question for orders is refused as such: %s', (body) => {
  expect(asked(body)).toThrow(expect.objectContaining({ code: 'malformed' }))
})
