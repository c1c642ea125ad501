import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PostOffice } from '../testing/smtp.ts'
import { type Letter, type Mailer, openMailer } from './mailer.ts'

let office: PostOffice
let mailer: Mailer

beforeEach(async () => {
  office = await PostOffice.open()
  const opened = openMailer(office.setting)
  if (!opened) throw new Error('no mailer')
  mailer = opened
})
afterEach(async () => {
  mailer.close()
  await office.close()
})

const LETTER: Letter = {
  from: { address: 'support@maison-perle.example', name: 'Maison Perle' },
  to: 'mira@example.com',
  subject: 'An answer',
  text: 'Good morning.',
  html: '<p>Good morning.</p>',
  messageId: '<1@maison-perle.example>',
  references: [],
}

const headersOf = (raw: string) =>
  raw
    .split('\r\n\r\n')[0]
    ?.replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n') ?? []
const namesOf = (raw: string) => headersOf(raw).map((line) => line.split(':')[0]?.toLowerCase())

const PLANNED = [
  ...['auto-submitted', 'x-auto-response-suppress', 'from', 'to', 'subject', 'message-id', 'date', 'mime-version'],
  'content-type',
]

describe('a letter', () => {
  test('arrives with the headers that were planned, and no other', async () => {
    expect(await mailer.post(LETTER)).toEqual({ outcome: 'sent' })
    const [letter] = office.letters
    expect(letter).toMatchObject({ from: 'support@maison-perle.example', to: ['mira@example.com'] })
    expect(namesOf(letter?.raw ?? '').sort()).toEqual([...PLANNED].sort())
    expect(letter?.mail).toMatchObject({ subject: 'An answer', text: 'Good morning.', html: '<p>Good morning.</p>' })
  })

  test('that its reader may stop says where, for a click in the mail program', async () => {
    const stopLink = `https://support.example/mail/stop/${'a'.repeat(120)}?lang=fr`
    await mailer.post({ ...LETTER, stopLink, replyTo: 'reply+token@in.example' })
    const [letter] = office.letters
    const lines = headersOf(letter?.raw ?? '')
    expect(lines).toContain(`List-Unsubscribe: <${stopLink}>`)
    expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(letter?.mail.replyTo).toMatchObject({ value: [{ address: 'reply+token@in.example', name: 'Maison Perle' }] })
  })

  test('that answers another says which', async () => {
    await mailer.post({ ...LETTER, references: ['<root@maison-perle.example>', '<last@maison-perle.example>'] })
    expect(office.letters[0]?.mail).toMatchObject({
      inReplyTo: '<last@maison-perle.example>',
      references: ['<root@maison-perle.example>', '<last@maison-perle.example>'],
    })
  })

  const breaks: [string, string][] = [
    ['CR LF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
    ['an encoded CR LF', '%0d%0a'],
    ['U+2028', '\u2028'],
    ['a vertical tab', '\x0b'],
    ['a NUL', '\0'],
    ['DEL', '\x7f'],
    ['half a character', '\ud800'],
    ['a folded line', '\r\n '],
    ['an encoded word', '=?utf-8?Q?=0D=0A?='],
  ]

  // No such text passes the doors; the last who could be fooled is not fooled either.
  test.each(breaks)('whose texts hold %s has no header and no reader more', async (_, between) => {
    const evil = `Hello${between}Bcc: evil@example.com${between}X-Evil: 1${between}${between}<p>body</p>`
    const posting = await mailer.post({ ...LETTER, subject: evil, from: { ...LETTER.from, name: evil } })
    expect(posting).toEqual({ outcome: 'sent' })
    const [letter] = office.letters
    expect(letter?.to).toEqual(['mira@example.com'])
    expect(namesOf(letter?.raw ?? '').sort()).toEqual([...PLANNED].sort())
    expect(letter?.mail.text).toBe('Good morning.')
    expect(letter?.mail.from?.value.map(({ address }) => address)).toEqual(['support@maison-perle.example'])
  })

  test('is one whatever its text holds: dots, long lines, another mail', async () => {
    const text = `.\r\n.\r\n${'x'.repeat(5_000)}\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<evil@example.com>\r\nDATA\r\n.`
    await mailer.post({ ...LETTER, text })
    expect(office.letters).toHaveLength(1)
    expect(office.letters[0]?.mail.text?.replaceAll('\n', '\r\n').trim()).toBe(text)
  })

  test('names a shop in any script', async () => {
    const name = 'Épicerie «L’été» 日本 🎁, Fils & Cie; "quoted" <x@evil.example>'
    await mailer.post({ ...LETTER, subject: name, from: { ...LETTER.from, name } })
    expect(office.letters[0]?.mail.subject).toBe(name)
    expect(office.letters[0]?.mail.from?.value).toEqual([{ address: 'support@maison-perle.example', name }])
  })
})

describe('what the mail server says', () => {
  test.each([
    [{ code: 450, text: 'Later, please.' }, 'later'],
    [{ code: 421, text: 'Too much.' }, 'later'],
    [{ code: 550, text: 'Nobody here.' }, 'refused'],
    [{ code: 552, text: 'Too large.' }, 'refused'],
  ])('%j means %s', async (verdict, outcome) => {
    office.verdicts.push(verdict)
    expect(await mailer.post(LETTER)).toMatchObject({ outcome, reason: expect.stringContaining(verdict.text) })
  })

  test('nothing, after it has the whole letter, means that nobody knows', async () => {
    office.verdicts.push('hung up')
    expect(await mailer.post(LETTER)).toMatchObject({ outcome: 'uncertain', reason: expect.any(String) })
  })

  const mailerWith = (setting: object) => {
    const opened = openMailer({ ...office.setting, ...setting })
    if (!opened) throw new Error('no mailer')
    return opened
  }

  test('of our password is nothing that it says of the letter', async () => {
    const wrong = mailerWith({ user: 'comptoir', password: 'wrong' })
    const said = { outcome: 'later', login: 'refused', reason: expect.stringContaining('535') }
    expect(await wrong.post(LETTER)).toMatchObject(said)
    expect(office.passwords).toEqual(['wrong'])
    wrong.close()
  })

  test('while it is away is asked once in ten seconds, and the others are told the same', async () => {
    let now = 0
    const asking = openMailer(office.setting, () => now)
    const { port } = office.setting
    await office.close()
    const first = await asking?.post(LETTER)
    expect(first).toMatchObject({ outcome: 'later', away: true })
    office = await PostOffice.open({}, port)
    now = 9_999
    expect(await asking?.post(LETTER)).toEqual(first)
    expect(office.letters).toEqual([])
    expect(asking?.isSilent()).toBe(true)
    now = 10_000
    expect(await asking?.post(LETTER)).toEqual({ outcome: 'sent' })
    expect(asking?.isSilent()).toBe(false)
    office.verdicts.push({ code: 450, text: 'Later, please.' })
    expect(await asking?.post(LETTER)).toMatchObject({ outcome: 'later', away: false })
    expect(await asking?.post(LETTER)).toEqual({ outcome: 'sent' })
    asking?.close()
  })

  test('without encryption is not told a password, but on this very machine', async () => {
    await office.close()
    office = await PostOffice.open({ hideSTARTTLS: true, allowInsecureAuth: true })
    // Another name for this machine, of which the mailer does not know it.
    const away = mailerWith({ host: '0.0.0.0', user: 'comptoir', password: 'secret' })
    expect(await away.post(LETTER)).toMatchObject({ outcome: 'later' })
    expect(office.passwords).toEqual([])
    expect(office.letters).toEqual([])
    away.close()
  })

  test('and where nobody listens, it is later', async () => {
    await office.close()
    expect(await mailer.post(LETTER)).toMatchObject({
      outcome: 'later',
      reason: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

describe('a house that closes', () => {
  test('gives a letter in hand its time, and no more', async () => {
    await office.close()
    let taken = 0
    office = await PostOffice.open({ onData: (stream) => void stream.resume().on('end', () => taken++) })
    const leaving = openMailer(office.setting)
    if (!leaving) throw new Error('no mailer')
    const posting = leaving.post(LETTER)
    await vi.waitFor(() => expect(taken).toBe(1))
    leaving.leave(1)
    expect(await posting).toMatchObject({ outcome: 'uncertain' })
    leaving.close()
    expect(await leaving.post(LETTER)).toMatchObject({ outcome: 'later' })
    expect(taken).toBe(1)
  })
})

test('a greeting is answered by nothing, or by what went wrong', async () => {
  expect(await mailer.greet()).toBeNull()
  await office.close()
  expect(await mailer.greet()).toContain('ECONNREFUSED')
})

test('without a mail server there is no mailer', () => {
  expect(openMailer(null)).toBeNull()
})
