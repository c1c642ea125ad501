import { Emitter } from '@socket.io/component-emitter'

/** Socket.IO's packets, version 5, as text alone: what `socket.io-client` asks of `socket.io-parser`, without binary ones. */
export enum PacketType {
  CONNECT,
  DISCONNECT,
  EVENT,
  ACK,
  CONNECT_ERROR,
  /** Named by the client's socket; never sent to us. */
  BINARY_EVENT,
  BINARY_ACK,
}

export interface Packet {
  type: PacketType
  nsp: string
  data?: unknown
  id?: number
}

/** Type, namespace unless it is the main one, number of the acknowledgement, JSON. */
const PACKET = /^([0-4])(?:(\/[^,]*),)?(\d*)(.*)$/s

export class Encoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const place = nsp === '/' ? '' : `${nsp},`
    return [`${type}${place}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`]
  }
}

export class Decoder extends Emitter<{ decoded(packet: Packet): void }, object, { decoded(packet: Packet): void }> {
  /** @throws for what is no packet: then the manager closes the connection and begins anew. */
  add(text: string): void {
    const [, type, nsp = '/', id, json] = PACKET.exec(text) ?? []
    if (!type) throw new Error(`Expected a packet, got ${text.slice(0, 40)}`)
    const packet: Packet = { type: Number(type), nsp }
    if (id) packet.id = Number(id)
    if (json) packet.data = JSON.parse(json)
    this.emitReserved('decoded', packet)
  }

  destroy(): void {}
}
