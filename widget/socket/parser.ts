/** Socket.IO's packets, version 5, of the main namespace and as text alone. */
export const CONNECT = 0
export const DISCONNECT = 1
export const EVENT = 2
export const ACK = 3
export const CONNECT_ERROR = 4

export interface Packet {
  type: number
  data?: unknown
  /** Of an event: its answer is awaited. Of an answer: what it answers. */
  id?: number | undefined
}

/** Type, number of the acknowledgement, JSON. */
const PACKET = /^([0-4])(\d*)(.*)$/s

export const encode = ({ type, id, data }: Packet): string =>
  `${type}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`

/** `null` for what is no packet. */
export function decode(text: string): Packet | null {
  const [, type, id, json] = PACKET.exec(text) ?? []
  if (!type) return null
  try {
    return { type: Number(type), ...(id && { id: Number(id) }), ...(json && { data: JSON.parse(json) }) }
  } catch {
    return null
  }
}
