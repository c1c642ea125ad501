import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { deriveKey, seal, unseal } from '../platform/seal.ts'
import { linkEnd, PARTS, type Part } from './rules.ts'

type House = Pick<Context, 'secret' | 'clock'>

/** What a link opens: one part of one file, as long as it is in this ticket. */
export interface Linked {
  shopId: string
  ticketId: string | null
  id: string
  part: Part
}

/** Lets whoever holds it fetch this part, without a credential, for less than a quarter of an hour. */
export function linkTo(house: House, { shopId, ticketId, id, part }: Linked): string {
  const endsAt = linkEnd(house.clock().getTime())
  return `/files/${seal(keyOf(house), [shopId, ticketId ?? '-', id, part, endsAt].join(' '))}`
}

/** @throws Failure `unauthorized` when it is not ours, was changed, or is over */
export function readLink(house: House, token: string): Linked {
  const [shopId, ticketId, id, text, endsAt] = open(house, token).split(' ')
  const part = PARTS.find((one) => one === text)
  if (!shopId || !ticketId || !id || !part || !(Number(endsAt) > house.clock().getTime()))
    throw new Failure('unauthorized', 'The link to the file has expired: ask for another.')
  return { shopId, ticketId: ticketId === '-' ? null : ticketId, id, part }
}

function open(house: House, token: string): string {
  try {
    return unseal(keyOf(house), token)
  } catch (cause) {
    throw Object.assign(new Failure('unauthorized', 'Expected a link to a file as it was given out.'), { cause })
  }
}

const keyOf = (house: House): Buffer => deriveKey(house.secret, 'file link')
