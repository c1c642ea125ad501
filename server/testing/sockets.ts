import type { Ack, ClientToServer, ServerToClient } from '@comptoir/sdk/contract'
import { io, type Socket } from 'socket.io-client'
import type { TestHouse } from './house.ts'

type ServerEvent = keyof ServerToClient
type Payload<E extends ServerEvent> = Parameters<ServerToClient[E]>[0]

/** The plain Socket.IO client, as somebody would use it who has read B1 and B2 alone. */
export class PlainSocket {
  readonly socket: Socket
  readonly #heard: { event: string; payload: unknown }[] = []
  readonly #waiting = new Set<() => void>()

  constructor(
    house: Pick<TestHouse, 'url'>,
    auth: object,
    options: { transports?: string[]; extraHeaders?: Record<string, string> } = {},
  ) {
    this.socket = io(house.url, { auth, reconnection: false, forceNew: true, transports: ['websocket'], ...options })
    this.socket.onAny((event: string, payload: unknown) => {
      this.#heard.push({ event, payload })
      for (const look of this.#waiting) look()
    })
  }

  connected(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', () => resolve(this))
      this.socket.once('connect_error', reject)
    })
  }

  /** The `data` of the refusal that the handshake is met with. */
  refused(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', () => reject(new Error('it was let in')))
      this.socket.once('connect_error', (error: Error & { data?: unknown }) => resolve(error.data))
    })
  }

  ask<T = object>(event: keyof ClientToServer | (string & {}), ...args: unknown[]): Promise<Ack<T>> {
    return this.socket.emitWithAck(event, ...args)
  }

  /** Everything of one event that was heard so far. */
  heard<E extends ServerEvent>(event: E): Payload<E>[] {
    return this.#heard.filter((one) => one.event === event).map((one) => one.payload as Payload<E>)
  }

  /** The first of this event for which the condition holds, heard already or to come. */
  hears<E extends ServerEvent>(
    event: E,
    condition: (payload: Payload<E>) => boolean = () => true,
  ): Promise<Payload<E>> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.heard(event).find(condition)
        if (found === undefined) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }

  ended(): Promise<void> {
    return new Promise((resolve) =>
      this.socket.connected ? this.socket.once('disconnect', () => resolve()) : resolve(),
    )
  }

  close(): void {
    this.socket.disconnect()
  }
}
