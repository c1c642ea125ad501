import { createHash } from 'node:crypto'
import { LIMITS } from '@comptoir/sdk/contract'
import EmailReplyParser from 'email-reply-parser'
import { type ParsedMail, simpleParser } from 'mailparser'
import { emailInput } from '../../identity/door.ts'
import { isVisible } from '../../platform/text.ts'

/** A letter as it came in, parsed once. */
export interface Incoming {
  /** As its header says; `null` when that is no single address. Nobody has proved it. */
  sender: string | null
  senderName: string | null
  subject: string
  /** What its writer wrote, without what they quote and their signature; perhaps empty. */
  text: string
  files: string[]
  messageId: string
  /** Known by it when it comes again, whatever its name. */
  fingerprint: string
  /** The letters that it answers, the nearest first. */
  answers: string[]
  /** A machine wrote it: nothing that follows may answer it. */
  isAutomatic: boolean
  /** It says that a mail of ours came back, and why. */
  bounce: string | null
}

export class UnreadableLetter extends Error {
  override readonly name = 'UnreadableLetter'
}

/** Letters that are made to cost: refused before they are parsed. */
const MOST = { header: 256 * 1024, lines: 1_000, parts: 200 }

/**
 * Text that is looked through for what is new in it, which stands at the top: quotes of quotes make letters long, and the
 * search for them takes the square of the length where somebody means it to.
 */
const LONGEST_READ = 12 * 1024

/** @throws UnreadableLetter for what no mail program writes */
export async function readLetter(raw: Buffer, envelopeFrom: string): Promise<Incoming> {
  checkShape(raw)
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true, maxHtmlLengthToParse: 1_000_000 })
  const from = mail.from?.value.length === 1 ? mail.from.value[0] : undefined
  const sender = emailInput.safeParse(from?.address ?? '').data ?? null
  const whole = (mail.text ?? '').slice(0, LONGEST_READ)
  const messageId = (mail.messageId ?? '').slice(0, 500)
  return {
    sender,
    senderName: oneLine(from?.name ?? '', LIMITS.name) || null,
    subject: oneLine(mail.subject ?? '', LIMITS.subject),
    text: clean(newIn(whole)),
    files: mail.attachments.flatMap(({ filename }) => oneLine(filename ?? '', 200) || []).slice(0, 20),
    messageId,
    fingerprint: createHash('sha256').update(`${sender}\n${mail.subject}\n${whole}`).digest('hex'),
    answers: answersOf(mail),
    isAutomatic: isAutomatic(mail, sender, envelopeFrom),
    bounce: bounceOf(mail, raw),
  }
}

function checkShape(raw: Buffer): void {
  const end = raw.indexOf('\r\n\r\n')
  const header = raw.subarray(0, end < 0 ? raw.length : end).toString('latin1')
  if (header.length > MOST.header || header.split('\n').length > MOST.lines)
    throw new UnreadableLetter('Expected a shorter header.')
  let parts = 0
  for (let at = raw.indexOf('\n--'); at >= 0; at = raw.indexOf('\n--', at + 3)) {
    // A boundary is followed by headers; a line of dashes in a text seldom is.
    parts += raw[at + 3] === 0x2d ? 0 : 1
    if (parts > MOST.parts * 2) throw new UnreadableLetter('Expected fewer parts.')
  }
}

/** What is not quoted and no signature; all of it, where that would leave nothing. */
function newIn(text: string): string {
  const reply = new EmailReplyParser().parseReply(text)
  return isVisible(reply) ? reply : text
}

/** As it can be stored, and no longer than a message may be. */
const clean = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll('\0', '')
    .toWellFormed()
    .trim()
    .slice(0, LIMITS.message - 1_000)
    .toWellFormed()

const oneLine = (text: string, most: number): string =>
  clean(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '))
    .slice(0, most)
    .toWellFormed()
    .trim()

const answersOf = ({ inReplyTo, references }: ParsedMail): string[] =>
  [inReplyTo ?? [], [references ?? []].flat().reverse()].flat().slice(0, 20)

/** RFC 3834, and what programs write that do not know it. */
function isAutomatic({ headers }: ParsedMail, sender: string | null, envelopeFrom: string): boolean {
  const says = (name: string) => String(headers.get(name) ?? '').toLowerCase()
  if (headers.has('auto-submitted') && says('auto-submitted') !== 'no') return true
  if (/^(bulk|list|junk|auto_reply)$/.test(says('precedence'))) return true
  if (['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'list'].some((name) => headers.has(name)))
    return true
  return envelopeFrom === '' || isMachine(envelopeFrom) || (sender !== null && isMachine(sender))
}

const isMachine = (address: string): boolean =>
  /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.-][^@]*)?@/i.test(address)

/** RFC 3464. A delay is no failure. */
function bounceOf(mail: ParsedMail, raw: Buffer): Incoming['bounce'] {
  const type = mail.headers.get('content-type')
  const isReport = typeof type === 'object' && 'value' in type && type.value === 'multipart/report'
  if (!isReport) return null
  const text = raw.toString('latin1')
  if (!/^Action:\s*failed\b/im.test(text)) return null
  const reason = /^Diagnostic-Code:\s*([^\r\n]{1,300})/im.exec(text)?.[1] ?? /^Status:\s*([\d.]+)/im.exec(text)?.[1]
  return reason ?? ''
}
