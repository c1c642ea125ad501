import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Config } from '../config.ts'

/** A letter as it came in over the wire. */
export interface Received {
  from: string
  /** As in RCPT TO, which decides where it goes, whatever its headers say. */
  to: string[]
  raw: string
  mail: ParsedMail
}

/** What the mail server says to a letter once it has read it. */
export type Verdict = 'taken' | 'hung up' | { code: number; text: string }

/** A real mail server on the loopback, that keeps what it gets and answers as the test wants. */
export class PostOffice {
  /** All that were handed in, refused ones too. */
  readonly letters: Received[] = []
  /** The next letters meet these; when none is left, letters are taken. */
  readonly verdicts: Verdict[] = []
  readonly #lines = new Set<Socket>()
  readonly #waiting = new Set<() => void>()
  /** Every password that came over the line. */
  readonly passwords: string[] = []
  readonly #server: SMTPServer

  private constructor(more: SMTPServerOptions) {
    this.#server = new SMTPServer({ ...this.#usual(), ...more })
  }

  readonly #usual = (): SMTPServerOptions => ({
    authOptional: true,
    onAuth: ({ password }, _, done) => {
      this.passwords.push(password ?? '')
      done(Object.assign(new Error('Wrong password.'), { responseCode: 535 }))
    },
    logger: false,
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope
      const keep = async () => {
        const bytes = await buffer(stream)
        const from = mailFrom ? mailFrom.address : ''
        const mail = await simpleParser(bytes)
        this.letters.push({ from, to: rcptTo.map(({ address }) => address), raw: bytes.toString('latin1'), mail })
        this.#answer(this.verdicts.shift() ?? 'taken', done)
        for (const look of this.#waiting) look()
      }
      keep().catch(done)
    },
  })

  static async open(more: SMTPServerOptions = {}, port = 0): Promise<PostOffice> {
    const office = new PostOffice(more)
    office.#server.on('error', () => {})
    office.#server.server.on('connection', (line: Socket) => office.#lines.add(line))
    office.#server.listen(port, '127.0.0.1')
    await once(office.#server.server, 'listening')
    return office
  }

  get setting(): NonNullable<Config['mailServer']> {
    const { port } = this.#server.server.address() as AddressInfo
    return { host: '127.0.0.1', port, secure: false, user: null, password: null }
  }

  #answer(verdict: Verdict, done: (error?: Error | null) => void): void {
    if (verdict === 'taken') return done()
    if (verdict !== 'hung up') return done(Object.assign(new Error(verdict.text), { responseCode: verdict.code }))
    for (const line of this.#lines) line.destroy()
  }

  /** The first letter for which the condition holds, come already or to come. */
  gets(condition: (letter: Received) => boolean): Promise<Received> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.letters.find(condition)
        if (!found) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve))
  }
}
