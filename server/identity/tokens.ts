import { LASTING } from '@comptoir/sdk/contract'
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { deriveKey } from '../platform/seal.ts'
import { identityClaims } from './door.ts'

type House = Pick<Context, 'secret' | 'clock'>

/** Whom a visitor's access token stands for. */
export interface VisitorClaims {
  shopId: string
  customerId: string
  sessionId: string
  /** Milliseconds. */
  endsAt: number
}

const AUDIENCE = 'comptoir:visitor'
const SKEW_SECONDS = 60

export async function signVisitor(
  house: House,
  claims: Omit<VisitorClaims, 'endsAt'>,
): Promise<{ token: string; endsAt: Date }> {
  const now = Math.floor(house.clock().getTime() / 1000)
  const exp = now + LASTING.visitorToken / 1000
  const token = await new SignJWT({ shop: claims.shopId, sid: claims.sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(claims.customerId)
    .setAudience(AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(exp)
    .sign(visitorKey(house))
  return { token, endsAt: new Date(exp * 1000) }
}

const visitorClaims = z.object({ sub: z.uuid(), shop: z.uuid(), sid: z.uuid(), exp: z.number() })

/** @throws Failure `unauthorized` */
export async function readVisitor(house: House, token: string): Promise<VisitorClaims> {
  const payload = await verify(token, visitorKey(house), house, { audience: AUDIENCE, requiredClaims: ['exp', 'sub'] })
  const claims = visitorClaims.safeParse(payload)
  if (!claims.success) throw new Failure('unauthorized', 'Expected a visitor token, got another one.')
  const { sub, shop, sid, exp } = claims.data
  return { customerId: sub, shopId: shop, sessionId: sid, endsAt: exp * 1000 }
}

const visitorKey = (house: House): Buffer => deriveKey(house.secret, 'visitor')

export type IdentityClaims = z.output<typeof identityClaims>

/** A merchant's word for who the shopper is. It must end, within a day: a leaked one is not for ever. @throws Failure `unauthorized` */
export async function readIdentity(
  house: House,
  token: string,
  shop: { id: string; identitySecrets: readonly string[] },
): Promise<IdentityClaims> {
  const payload = await verifyByEither(token, shop.identitySecrets, house)
  checkLife(payload, house.clock().getTime() / 1000)
  // RFC 7519, 4.1.3: who is not among the audience that a token names must refuse it.
  if (payload.aud !== undefined && ![payload.aud].flat().includes(shop.id))
    throw new Failure('unauthorized', "Expected an identity token without aud, or with the shop's id in it.")
  const claims = identityClaims.safeParse(payload)
  if (!claims.success) {
    const issue = claims.error.issues[0]
    throw new Failure(
      'unauthorized',
      `Expected other claims in the identity token: ${issue?.path.join('.')}: ${issue?.message}`,
    )
  }
  return claims.data
}

/** By the present secret or the one before it: while backends change over, both sign. */
async function verifyByEither(token: string, secrets: readonly string[], house: House): Promise<JWTPayload> {
  const [secret = '', ...others] = secrets
  try {
    return await verify(token, new TextEncoder().encode(secret), house, { requiredClaims: ['exp', 'sub'] })
  } catch (error) {
    // Any other refusal is of a token whose signature is good.
    if (others.length === 0 || !(error instanceof Failure) || error.message !== NOT_VALID) throw error
    return verifyByEither(token, others, house)
  }
}

function checkLife({ exp = Number.POSITIVE_INFINITY, iat = 0 }: JWTPayload, now: number): void {
  if (exp - now > LASTING.identityToken / 1000 + SKEW_SECONDS)
    throw new Failure('unauthorized', 'Expected an identity token that ends within 24 hours.')
  if (iat - now > SKEW_SECONDS) throw new Failure('unauthorized', 'Expected an identity token issued before now.')
}

const NOT_VALID = 'The token is not valid.'

/** The library skips what is no base64url; we do not, so that one token has one form. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/

async function verify(
  token: string,
  key: Uint8Array,
  house: House,
  options: { audience?: string; requiredClaims: string[] },
): Promise<JWTPayload> {
  if (!COMPACT.test(token)) throw new Failure('unauthorized', NOT_VALID)
  try {
    const verified = await jwtVerify(token, key, {
      ...options,
      algorithms: ['HS256'],
      currentDate: house.clock(),
      clockTolerance: SKEW_SECONDS,
    })
    return verified.payload
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    throw new Failure('unauthorized', error instanceof errors.JWTExpired ? 'The token has expired.' : NOT_VALID)
  }
}
