import { once } from 'node:events'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { CannotStart } from '../../cannot-start.ts'
import type { Config } from '../../config.ts'
import type { Context } from '../../platform/context.ts'
import { takeIn } from './actions.ts'
import { readAddress } from './address.ts'
import { readLetter, UnreadableLetter } from './letter.ts'

const LARGEST = 15 * 1024 * 1024
const SECOND = 1000
/** Lines at the same time: of one address, and in all. */
const LINES = { each: 20, all: 100 }
const RECIPIENTS = 10

export interface Entrance {
  port: number
  close(): Promise<void>
}

/** What the mail server at the other end is told. */
const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode })

/** Where answers to mails come in by SMTP: for our own addresses alone, and taken only when stored. */
export async function openEntrance(ctx: Context, mailIn: NonNullable<Config['mailIn']>): Promise<Entrance> {
  const callers = new Map<string, number>()
  const server = new SMTPServer({
    ...{ size: LARGEST, maxClients: LINES.all, socketTimeout: 60 * SECOND, closeTimeout: 5 * SECOND },
    ...{ disableReverseLookup: true, logger: false, authOptional: true, banner: 'Comptoir' },
    // Without a certificate of its own: a mail server of the shop's stands in front where that is wanted.
    disabledCommands: ['AUTH', 'STARTTLS'],
    onConnect: ({ remoteAddress }, done) => {
      const lines = (callers.get(remoteAddress) ?? 0) + 1
      callers.set(remoteAddress, lines)
      done(lines > LINES.each ? refusal(421, 'Too many connections') : undefined)
    },
    onClose: ({ remoteAddress }) => {
      const lines = (callers.get(remoteAddress) ?? 1) - 1
      if (lines > 0) callers.set(remoteAddress, lines)
      else callers.delete(remoteAddress)
    },
    onRcptTo: ({ address }, { envelope }, done) => {
      if (envelope.rcptTo.length >= RECIPIENTS) return done(refusal(452, 'Too many recipients'))
      const mailId = readAddress(ctx, mailIn.address, address)
      done(mailId === undefined ? refusal(550, 'No such mailbox here') : undefined)
    },
    onData: (stream, session, done) => {
      receive(ctx, mailIn, stream, session).then(() => done(), done)
    },
  })
  server.on('error', (error) => ctx.log.debug({ err: error }, 'a line of incoming mail broke'))
  const port = await listen(server, mailIn)
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function receive(
  ctx: Context,
  { address: inbox }: NonNullable<Config['mailIn']>,
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of stream) if (!stream.sizeExceeded) parts.push(part)
  if (stream.sizeExceeded) throw refusal(552, 'Too large')
  try {
    const letter = await readLetter(Buffer.concat(parts), envelope.mailFrom ? envelope.mailFrom.address : '')
    const tokens = envelope.rcptTo.map(({ address }) => readAddress(ctx, inbox, address) ?? null)
    await takeIn(ctx, letter, tokens.find((token) => token !== null) ?? null)
  } catch (error) {
    if (error instanceof UnreadableLetter) throw refusal(554, error.message)
    ctx.log.error({ err: error }, 'a letter that came in could not be stored: it is asked for again')
    throw refusal(451, 'Not now')
  }
}

async function listen(server: SMTPServer, { host, port }: NonNullable<Config['mailIn']>): Promise<number> {
  const listening = server.listen(port, host)
  try {
    if (!listening.listening) await once(listening, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : String(error)
    throw new CannotStart(`MAIL_IN_HOST and MAIL_IN_PORT: nobody can listen at ${host}:${port} (${code}).`)
  }
  const address = listening.address()
  return address !== null && typeof address === 'object' ? address.port : port
}
