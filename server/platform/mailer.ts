import { PassThrough } from 'node:stream'
import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '../config.ts'

export interface Letter {
  from: { address: string; name: string }
  to: string
  subject: string
  text: string
  html: string
  messageId: string
  references: string[]
  /** Where an answer goes, and the letter itself when it cannot be delivered; without it, to the sender. */
  replyTo?: string
  /** Where a mail program stops such letters with one click (RFC 8058). */
  stopLink?: string
}

/**
 * `sent`: taken over by the mail server. `refused`: it said no to this letter for good. `later`: not now, or not to us. `uncertain`: the letter was
 * given, the answer never came, so it may or may not have arrived.
 */
export type Posting =
  | { outcome: 'sent' }
  | { outcome: 'refused' | 'uncertain'; reason: string }
  /** `away`: nobody was there, or we were not let in; it would have gone so with every letter. */
  | { outcome: 'later'; reason: string; away: boolean; login?: 'refused' }

export interface Mailer {
  post(letter: Letter): Promise<Posting>
  /** No letter has gone out since the start, or since the mail server was away: others may wait for its return. */
  isSilent(): boolean
  /** Says hello to the mail server and leaves again; answers what went wrong, or nothing. */
  greet(): Promise<string | null>
  /** The house closes: letters in hand have so many milliseconds to be answered. */
  leave(patience?: number): void
  close(): void
}

const SECOND = 1000
/** RFC 5321, 4.5.3.2.6: the answer to the end of a letter may take ten minutes; who hangs up earlier sends it twice. */
const ANSWER = 600 * SECOND
/** But a house that closes cannot wait: what is not answered by then is uncertain, and asked again under the same name. */
const LAST_ANSWER = 10 * SECOND

/** `null` without a mail server: letters stay in the mail log. */
export function openMailer(server: Config['mailServer'], clock: () => number = Date.now): Mailer | null {
  if (!server) return null
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    connectionTimeout: 30 * SECOND,
    greetingTimeout: 30 * SECOND,
    socketTimeout: ANSWER,
    ...(server.user !== null && { auth: { user: server.user, pass: server.password ?? '' } }),
    // A password goes over an encrypted line or not at all.
    ...(server.user !== null && !isLoopback(server.host) && { requireTLS: true }),
    // A mail server on this very machine has no certificate that could be checked, and nobody in between.
    ...(isLoopback(server.host) && { tls: { rejectUnauthorized: false } }),
  })
  const closing = new AbortController()
  let patience: NodeJS.Timeout | undefined
  // Ids of letters whose last byte has left: who hangs up after that may have taken them.
  const given = new Set<string>()
  transport.use('stream', (mail, next) => {
    const flush = (done: () => void) => {
      given.add(String(mail.data.messageId))
      done()
    }
    mail.message.transform(() => new PassThrough({ flush }))
    next()
  })
  return {
    ...pausing((letter) => post(transport, letter, given, closing.signal), clock),
    greet: async () => {
      try {
        await transport.verify()
        return null
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },
    leave: (ms = LAST_ANSWER) => {
      patience ??= setTimeout(() => closing.abort(), ms)
    },
    close: () => {
      clearTimeout(patience)
      closing.abort()
      transport.close()
    },
  }
}

const PAUSE = 10 * SECOND

/** While the mail server is away, one letter in ten seconds asks for it, and the others are told what it was told. */
function pausing(post: Mailer['post'], clock: () => number): Pick<Mailer, 'post' | 'isSilent'> {
  let isSilent = true
  let pause: { until: number; posting: Posting } | null = null
  return {
    isSilent: () => isSilent,
    post: async (letter) => {
      if (pause && clock() < pause.until) return pause.posting
      const posting = await post(letter)
      const isAway = posting.outcome === 'later' && posting.away
      pause = isAway ? { until: clock() + PAUSE, posting } : null
      if (isAway) isSilent = true
      else if (posting.outcome === 'sent') isSilent = false
      return posting
    },
  }
}

async function post(
  transport: Transporter,
  { stopLink, replyTo, ...letter }: Letter,
  given: Set<string>,
  signal: AbortSignal,
): Promise<Posting> {
  try {
    await transport.sendMail({
      ...letter,
      ...(replyTo !== undefined && { replyTo: { address: replyTo, name: letter.from.name } }),
      // Address and envelope are given as they were validated: nothing is parsed again out of one string.
      to: { address: letter.to, name: '' },
      envelope: { from: replyTo ?? letter.from.address, to: [letter.to] },
      headers: {
        ...{ 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        ...(stopLink !== undefined && {
          'List-Unsubscribe': { prepared: true, value: `<${stopLink}>` },
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
      },
      signal,
      ...(letter.references.length > 0 && { inReplyTo: letter.references.at(-1) }),
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return { outcome: 'sent' }
  } catch (error) {
    return whatWentWrong(error, given.has(letter.messageId))
  } finally {
    given.delete(letter.messageId)
  }
}

function whatWentWrong(error: unknown, given: boolean): Posting {
  const reason = error instanceof Error ? error.message : String(error)
  const code = numberIn(error, 'responseCode')
  if (code >= 500 && isAboutLetter(error, code)) return { outcome: 'refused', reason }
  if (code === 0 && given) return { outcome: 'uncertain', reason }
  const login = LOGIN.includes(code) && { login: 'refused' as const }
  return { outcome: 'later', reason, away: code === 0 || !isAboutLetter(error, code), ...login }
}

/** A refused login, or a server that takes nothing at all, says nothing of the letter: it waits until that is put right. */
const isAboutLetter = (error: unknown, code: number): boolean =>
  !LOGIN.includes(code) &&
  error instanceof Error &&
  'command' in error &&
  ['MAIL FROM', 'RCPT TO', 'DATA'].includes(String(error.command))

/** RFC 4954: authentication needed, refused, too weak, or not without encryption. */
const LOGIN = [530, 534, 535, 538]

const numberIn = (error: unknown, key: string): number =>
  error instanceof Error && key in error ? Number((error as Error & Record<string, unknown>)[key]) || 0 : 0

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host)
