import { randomBytes } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import { deriveKey, seal, unseal } from '../platform/seal.ts'

type House = Pick<Context, 'secret'>

/** 256 bits, in the form of Standard Webhooks 1.0. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** It signs, so it cannot be kept as a hash. */
export const sealSecret = (house: House, secret: string): string => seal(keyOf(house), secret)
export const openSecret = (house: House, sealed: string): string => unseal(keyOf(house), sealed)

const keyOf = (house: House): Buffer => deriveKey(house.secret, 'webhooks')
