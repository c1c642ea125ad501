import type { TestHouse } from './house.ts'
import { ask } from './raw.ts'

const RECORD_END = '\x1e'

/** A Socket.IO session by long polling, written by hand: each packet goes out as the characters that the tester wants. */
export class PollingSession {
  readonly #house: Pick<TestHouse, 'url'>
  readonly #sid: string

  private constructor(house: Pick<TestHouse, 'url'>, sid: string) {
    this.#house = house
    this.#sid = sid
  }

  /** The transport alone: nobody has said yet who they are. */
  static async open(house: Pick<TestHouse, 'url'>): Promise<PollingSession> {
    const { text } = await ask(house, '/socket.io/?EIO=4&transport=polling')
    return new PollingSession(house, JSON.parse(text.slice(1)).sid)
  }

  /** Let in to the house with this token. */
  static async enter(house: Pick<TestHouse, 'url'>, token: string): Promise<PollingSession> {
    const session = await PollingSession.open(house)
    await session.send(`40${JSON.stringify({ token })}`)
    const [answer] = await session.receive()
    if (!answer?.startsWith('40')) throw new Error(`not let in: ${answer}`)
    return session
  }

  /** Answers the status: 200 as long as the session stands. */
  async send(packets: string): Promise<number> {
    const { status } = await ask(this.#house, this.#path, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain;charset=UTF-8' },
      body: packets,
    })
    return status
  }

  /** The packets that wait, or the next to come. */
  async receive(): Promise<string[]> {
    const { text } = await ask(this.#house, this.#path)
    return text.split(RECORD_END)
  }

  get #path(): string {
    return `/socket.io/?EIO=4&transport=polling&sid=${this.#sid}`
  }
}
