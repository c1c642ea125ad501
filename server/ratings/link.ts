import { LASTING } from '@comptoir/sdk/contract'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { deriveKey, seal, unseal } from '../platform/seal.ts'

type House = Pick<Context, 'secret' | 'clock'>

export interface Rateable {
  shopId: string
  id: string
}

/** Lets whoever holds it rate this one ticket, without a session, for 60 days. It tells nothing of the ticket. */
export const ratingToken = (house: House, { shopId, id }: Rateable): string =>
  seal(keyOf(house), `${shopId} ${id} ${house.clock().getTime() + LASTING.ratingLink}`)

/** The address to put into a mail. */
export const ratingLink = (house: House & Pick<Context, 'config'>, ticket: Rateable): string =>
  `${house.config.publicUrl}/rate/${ratingToken(house, ticket)}`

/** @throws Failure `unauthorized` when it is not ours, was changed, or is over */
export function readRatingToken(house: House, token: string): Rateable {
  const [shopId, id, endsAt] = open(house, token).split(' ')
  if (!shopId || !id || !(Number(endsAt) > house.clock().getTime()))
    throw new Failure('unauthorized', 'The link to rate has expired: it works for 60 days.')
  return { shopId, id }
}

function open(house: House, token: string): string {
  try {
    return unseal(keyOf(house), token)
  } catch (cause) {
    throw Object.assign(new Failure('unauthorized', 'Expected a link to rate as it stands in the mail.'), { cause })
  }
}

const keyOf = (house: House): Buffer => deriveKey(house.secret, 'rating')
