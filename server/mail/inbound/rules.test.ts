import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAddress, replyAddress } from './address.ts'
import { type Incoming, readLetter, UnreadableLetter } from './letter.ts'
import { type Found, fateOf, wordsOf } from './rules.ts'

const MIRA = 'mira@example.com'

const letter: Incoming = {
  ...{ sender: MIRA, senderName: 'Mira', subject: 'Re: your request', text: 'It leaks.', files: [] },
  ...{ messageId: '<1@example.com>', fingerprint: 'f', answers: [], isAutomatic: false, bounce: null },
}

const found: Found = {
  ticket: { status: 'open' },
  by: 'token',
  reader: { address: MIRA, kind: 'customer', isStill: true },
  before: { hour: 0, day: 0 },
}

describe('a letter becomes', () => {
  test('a message with the token, from the address to which the mail went', () => {
    expect(fateOf(letter, found)).toEqual({ as: 'message', why: 'answer' })
  })

  test('never a message otherwise', () => {
    const letters = fc.record({ sender: fc.constantFrom(MIRA, 'evil@example.net', null), isAutomatic: fc.boolean() })
    const founds = fc.record({
      by: fc.constantFrom('token' as const, 'reference' as const),
      isStill: fc.boolean(),
      kind: fc.constantFrom('customer' as const, 'agent' as const),
      status: fc.constantFrom('open' as const, 'closed' as const),
      hour: fc.integer({ min: 0, max: 20 }),
    })
    fc.assert(
      fc.property(letters, founds, ({ sender, isAutomatic }, { by, isStill, kind, status, hour }) => {
        const reader = { address: MIRA, kind, isStill }
        const fate = fateOf(
          { ...letter, sender, isAutomatic },
          { by, reader, ticket: { status }, before: { hour, day: hour } },
        )
        const isTheirs = sender === MIRA && !isAutomatic && by === 'token' && isStill && hour < 10
        expect(fate.as === 'message').toBe(isTheirs && status === 'open')
        // What is about a ticket is not lost, and opens another only for its own customer.
        if (!isTheirs) expect(fate.as).toBe('note')
        else if (status === 'closed') expect(fate.as).toBe(kind === 'customer' ? 'ticket' : 'note')
      }),
    )
  })

  test.each([
    [{ isAutomatic: true }, 0, 'dropped'],
    [{ sender: null }, 0, 'dropped'],
    [{ text: '' }, 0, 'dropped'],
    [{ text: '', files: ['crack.jpg'] }, 0, 'ticket'],
    [{}, 4, 'ticket'],
    [{}, 5, 'dropped'],
  ])('%j, where it answers nothing and %i were before: %s', (more, opened, as) => {
    expect(fateOf({ ...letter, ...more }, null, opened).as).toBe(as)
  })
})

test('the names of files stand below the text', () => {
  expect(wordsOf({ text: 'See.', files: ['a.jpg', 'b.pdf'] })).toBe('See.\n📎 a.jpg\n📎 b.pdf')
})

describe('an address with a token', () => {
  const house = { secret: 'a secret of thirty-two characters' }
  const inbox = 'reply@in.shop.example'
  const id = '01a204f9-4ddd-74da-81ad-ed5eeea30000'
  const address = replyAddress(house, inbox, id)

  test('stands for its mail, in whatever case, and is short enough for every mail server', () => {
    expect(readAddress(house, inbox, address)).toBe(id)
    expect(readAddress(house, inbox, address.toUpperCase())).toBe(id)
    expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64)
  })

  test('stands for nothing when one letter of it is another, or the house is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 53 }), fc.constantFrom(...'0123456789abcdef'), (at, digit) => {
        const changed = address.slice(0, at) + digit + address.slice(at + 1)
        expect(readAddress(house, inbox, changed)).toBe(changed === address ? id : null)
      }),
    )
    expect(readAddress({ secret: 'another' }, inbox, address)).toBeNull()
  })

  test.each([
    ['reply@in.shop.example', null],
    ['reply+x@in.shop.example', null],
    ['REPLY@IN.SHOP.EXAMPLE', null],
    ['replyx@in.shop.example', undefined],
    ['reply@in.shop.example.evil.example', undefined],
    ['reply@elsewhere.example', undefined],
    ['', undefined],
  ])('%s is %s', (text, expected) => expect(readAddress(house, inbox, text)).toBe(expected))
})

describe('a letter is read', () => {
  const raw = (headers: string[], body: string) =>
    Buffer.from([...headers, '', body].join('\r\n').replaceAll(/\r?\n/g, '\r\n'))
  const read = (body: string, ...headers: string[]) =>
    readLetter(raw([`From: Mira <${MIRA}>`, 'Content-Type: text/plain; charset=utf-8', ...headers], body), MIRA)

  test.each([
    [
      'English',
      'It leaks.\n\nOn Sun, Nov 22, 2026 at 9:00 AM Maison Perle <support@x.example> wrote:\n> Hello\n> Bye\n',
    ],
    ['French', 'It leaks.\n\nLe dim. 22 nov. 2026 à 09:00, Maison Perle <support@x.example> a écrit :\n> Bonjour\n'],
    ['an Outlook’s', 'It leaks.\n\n-----Original Message-----\nFrom: Maison Perle <support@x.example>\nHello\n'],
    ['a signature', 'It leaks.\n\n-- \nMira\nParis'],
    ['a telephone’s', 'It leaks.\n\nSent from my iPhone'],
  ])('without what is not new: %s', async (_, body) => expect((await read(body)).text).toBe('It leaks.'))

  test('whole, where all of it is quoted', async () => {
    expect((await read('> It leaks.\n')).text).toContain('It leaks.')
  })

  test.each([
    ['two writers', 'From: a@example.com, b@example.com'],
    ['a group', 'From: g: a@example.com;'],
    ['a comment in the middle', 'From: a@t1.example(c).evil.example'],
    ['nobody', 'X-From: a@example.com'],
  ])('with no sender, where its header has %s', async (_, from) => {
    const { sender } = await readLetter(raw([from], 'Hello'), MIRA)
    expect([null, 'a@t1.example.evil.example']).toContain(sender)
  })

  test('in HTML alone, as its text', async () => {
    const html = '<style>p{color:red}</style><p>It <b>leaks</b>.</p><script>alert(1)</script>'
    const incoming = await readLetter(raw([`From: ${MIRA}`, 'Content-Type: text/html'], html), MIRA)
    expect(incoming.text).toBe('It leaks.')
  })

  test('without what cannot be stored', async () => {
    expect((await read('a\0b')).text).toBe('ab')
    expect((await read('x'.repeat(20_000))).text.length).toBeLessThanOrEqual(7_000)
  })

  test('not at all, when it is made to cost', async () => {
    const parts = Array.from({ length: 5_000 }, () => '--b\r\nContent-Type: text/plain\r\n\r\nx').join('\r\n')
    const type = 'Content-Type: multipart/mixed; boundary=b'
    await expect(readLetter(raw([`From: ${MIRA}`, type], parts), MIRA)).rejects.toThrow(UnreadableLetter)
    const long = [`From: ${MIRA}`, `X: ${'x'.repeat(300_000)}`]
    await expect(readLetter(raw(long, 'x'), MIRA)).rejects.toThrow(UnreadableLetter)
  })
})
