import { jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { signIdentity } from './sign-identity.ts'

const secret = 'ids_the-secret-of-maison-perle'
const key = new TextEncoder().encode(secret)
const mira = { secret, sub: 'customer-7' }

test('a well-kept library verifies what is signed', async () => {
  const token = signIdentity({ ...mira, name: 'Mira Dubois', email: 'mira@maison-perle.example' })
  const { payload, protectedHeader } = await jwtVerify(token, key, { algorithms: ['HS256'] })
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(payload).toMatchObject({ sub: 'customer-7', name: 'Mira Dubois', email: 'mira@maison-perle.example' })
  expect(Number(payload.exp) - Number(payload.iat)).toBe(3600)
})

test('what is not known is not said', async () => {
  const { payload } = await jwtVerify(signIdentity(mira), key)
  expect(Object.keys(payload).sort()).toEqual(['exp', 'iat', 'sub'])
})

test('another secret does not verify it', async () => {
  await expect(jwtVerify(signIdentity({ ...mira, secret: 'another' }), key)).rejects.toThrow('signature')
})

test.each([0, -1, Number.NaN, 86_401])('a life of %s seconds is refused', (expiresIn) => {
  expect(() => signIdentity({ ...mira, expiresIn })).toThrow(
    `Expected \`expiresIn\` to be from 1 to 86400 seconds, got ${expiresIn}.`,
  )
})

test('without a secret or a customer nothing is signed', () => {
  expect(() => signIdentity({ ...mira, secret: '' })).toThrow('Expected `secret`')
  expect(() => signIdentity({ ...mira, sub: '' })).toThrow('Expected `sub`')
})
