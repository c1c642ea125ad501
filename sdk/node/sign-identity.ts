import { createHmac } from 'node:crypto'
import { LASTING } from '../contract/limits.ts'

export interface Identity {
  /** The shop's identity secret. It belongs on the backend alone: whoever has it can be any shopper. */
  secret: string
  /** The shop's own, lasting id of the customer. */
  sub: string
  /** Seconds from now, at most 24 hours; one hour when left out. */
  expiresIn?: number
  name?: string
  email?: string
}

const LONGEST = LASTING.identityToken / 1000

/**
 * Says for the shop's backend who a shopper is: a JWT (HS256) for `identify({ identityToken })`.
 *
 * @throws TypeError without a secret or a `sub`
 * @throws RangeError when `expiresIn` is not between 1 second and 24 hours
 * @example
 * app.get('/support-token', requireSignIn, (req, res) => {
 *   const { id, name, email } = req.user
 *   res.json({ token: signIdentity({ secret: process.env.COMPTOIR_IDENTITY_SECRET, sub: id, name, email }) })
 * })
 */
export function signIdentity({ secret, sub, expiresIn = 3600, name, email }: Identity): string {
  if (!secret) throw new TypeError('Expected `secret` to be the identity secret of the shop, got nothing.')
  if (!sub) throw new TypeError('Expected `sub` to be the id of the customer, got nothing.')
  if (!(expiresIn >= 1 && expiresIn <= LONGEST)) {
    throw new RangeError(`Expected \`expiresIn\` to be from 1 to ${LONGEST} seconds, got ${expiresIn}.`)
  }
  const iat = Math.floor(Date.now() / 1000)
  const exp = iat + Math.floor(expiresIn)
  const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub, iat, exp, name, email })}`
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
