import type { Context } from '../../platform/context.ts'
import { Failure } from '../../platform/failure.ts'
import { deriveKey, seal, unseal } from '../../platform/seal.ts'

type House = Pick<Context, 'secret' | 'config'>

/** Who wants no more mails of whom. */
export interface Stop {
  shopId: string
  address: string
}

/** Lets whoever has the mail stop the shop's mails to this address, without a session and for as long as the mail is kept. */
export const stopLink = (house: House, { shopId, address }: Stop): string =>
  `${house.config.publicUrl}/mail/stop/${seal(keyOf(house), `${shopId} ${address}`)}`

/** @throws Failure `unauthorized` when it is not ours or was changed */
export function readStopToken(house: Pick<House, 'secret'>, token: string): Stop {
  const [shopId = '', address = ''] = open(house, token).split(' ')
  return { shopId, address }
}

function open(house: Pick<House, 'secret'>, token: string): string {
  try {
    return unseal(keyOf(house), token)
  } catch (cause) {
    throw Object.assign(new Failure('unauthorized', 'Expected a link as it stands in the mail.'), { cause })
  }
}

const keyOf = ({ secret }: Pick<House, 'secret'>): Buffer => deriveKey(secret, 'mail stop')
