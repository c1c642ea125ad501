import { createHmac } from 'node:crypto'
import type { Context } from '../../platform/context.ts'
import { deriveKey, sameSecret } from '../../platform/seal.ts'

type House = Pick<Context, 'secret'>

/** Letters of the signature in hexadecimal: 64 bits, which nobody tries out over SMTP. */
const SIGNED = 16

/**
 * Where an answer to this mail goes: `reply+<token>@in.shop.example`. The token stands for the mail, and so for one ticket
 * and one reader; it survives mail servers that write everything in small letters.
 */
export function replyAddress(house: House, inbox: string, mailId: string): string {
  const [name = '', domain = ''] = inbox.split('@')
  const id = mailId.replaceAll('-', '')
  return `${name}+${id}${signature(house, id)}@${domain}`
}

const TOKEN = /^([0-9a-f]{32})([0-9a-f]{16})$/

/** The mail that an address of ours stands for. `null`: the bare inbox, or a token that is not ours. `undefined`: no address of ours. */
export function readAddress(house: House, inbox: string, address: string): string | null | undefined {
  const [name = '', domain = ''] = inbox.split('@')
  const at = address.lastIndexOf('@')
  const [local, place] = [address.slice(0, at).toLowerCase(), address.slice(at + 1).toLowerCase()]
  if (place !== domain || !(local === name || local.startsWith(`${name}+`))) return undefined
  const [, id = '', signed = ''] = TOKEN.exec(local.slice(name.length + 1)) ?? []
  if (id === '' || !sameSecret(signed, signature(house, id))) return null
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const signature = ({ secret }: House, id: string): string =>
  createHmac('sha256', deriveKey(secret, 'mail reply')).update(id).digest('hex').slice(0, SIGNED)
