import type { MailLogEntry, Message, MessageList, Page, Ticket } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../../testing/people.ts'
import { PostOffice, type Received } from '../../testing/smtp.ts'
import { PlainSocket } from '../../testing/sockets.ts'

const INBOX = 'reply@in.maison-perle.example'

let office: PostOffice
let house: TestHouse
let shop: TestShop
let dora: Caller
let ada: Caller & { agentId: string; email: string }
let people = 0

beforeAll(async () => {
  office = await PostOffice.open()
  const mailIn = { address: INBOX, host: '127.0.0.1', port: 0 }
  const mailFrom = { address: 'support@maison-perle.example', name: '' }
  house = await openTestHouse({ config: { mailServer: office.setting, mailFrom, mailIn } })
  shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
  const { agentId, token } = await anAgent(house, shop)
  ada = Object.assign(new Caller(house, token), { agentId, email: `ada.${shop.shopId}@agents.example` })
})
afterAll(async () => {
  await house.close()
  await office.close()
})

type Mira = Shopper & { email: string }

async function aMira(): Promise<Mira> {
  const email = `mira${++people}@example.com`
  const identityToken = signIdentity({ secret: shop.identitySecret, sub: email, name: 'Mira', email })
  return Object.assign(await aShopper(house, shop, { identityToken }), { email })
}

/** The mail about her ticket, and the ticket. */
async function mailed(mira: Mira): Promise<{ ticket: Ticket; letter: Received; reply: string }> {
  const ticket = await mira.openTicket()
  const letter = await office.gets(({ to }) => to.includes(mira.email))
  return { ticket, letter, reply: letter.mail.replyTo?.value[0]?.address ?? '' }
}

interface Written {
  from: string
  to: string
  text?: string
  subject?: string
  headers?: Record<string, string>
  inReplyTo?: string
  messageId?: string
  attachments?: { filename: string; content: string }[]
  envelopeFrom?: string
}

/** Somebody's mail program, which hands the letter in over the wire. */
function hand({ envelopeFrom, ...letter }: Written) {
  const transport = createTransport({ host: '127.0.0.1', port: house.mailInPort, secure: false, ignoreTLS: true })
  const envelope = { from: envelopeFrom ?? letter.from, to: [letter.to] }
  return transport.sendMail({ subject: 'Re: your request', text: 'Thank you.', ...letter, envelope })
}

const messagesOf = async ({ id }: Pick<Ticket, 'id'>): Promise<Message[]> =>
  (await dora.get<MessageList>(`/api/tickets/${id}/messages?after=0`)).body.items

const ticketsOf = async (q: string) =>
  (await dora.get<Page<Ticket>>(`/api/tickets?q=${encodeURIComponent(q)}`)).body.items

describe('an answer by mail', () => {
  test('of the customer is their message, in the ticket and in the open chat', async () => {
    const mira = await aMira()
    const { ticket, reply, letter } = await mailed(mira)
    expect(letter.mail.text).toContain('You can simply answer this mail.')
    const page = await new PlainSocket(house, { token: mira.token }).connected()
    const quoted = `It still leaks.\n\nOn Sun, 22 Nov 2026 at 09:00, Maison Perle <${reply}> wrote:\n> We have your request\n> #1\n`
    await hand({ from: `Mira <${mira.email}>`, to: reply, text: quoted })
    await page.hears('new_message', ({ message }) => message === 'It still leaks.')
    expect(await messagesOf(ticket)).toMatchObject([
      { type: 'customer_message', message: 'It still leaks.', author: { kind: 'customer', name: 'Mira' } },
    ])
    page.close()
  })

  test('of the agent is an answer to the customer', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    await dora.post(`/api/tickets/${ticket.id}/assign`, { agentId: ada.agentId })
    const { mail } = await office.gets(
      ({ to, mail: { text } }) => to.includes(ada.email) && text?.includes(`#${ticket.number} `) === true,
    )
    const reply = mail.replyTo?.value[0]?.address ?? ''
    await hand({ from: ada.email, to: reply, text: 'We send a new one.\n\n-- \nAda\nMaison Perle' })
    expect(await messagesOf(ticket)).toMatchObject([
      { type: 'agent_message', message: 'We send a new one.', author: { kind: 'agent', id: ada.agentId } },
    ])
  })

  test('that comes twice is stored once', async () => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    const letter = { from: mira.email, to: reply, text: 'Once.', messageId: '<once@example.com>' }
    await Promise.all([hand(letter), hand(letter), hand(letter)])
    await hand(letter)
    expect(await messagesOf(ticket)).toMatchObject([{ message: 'Once.' }])
    await hand({ ...letter, text: 'Another under the same name.' })
    expect(await messagesOf(ticket)).toHaveLength(2)
  })

  test('names the files that it brings', async () => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    await hand({ from: mira.email, to: reply, text: 'See.', attachments: [{ filename: 'crack.jpg', content: 'x' }] })
    expect(await messagesOf(ticket)).toMatchObject([{ message: 'See.\n📎 crack.jpg' }])
  })

  test('to a ticket that is closed opens another of the same customer', async () => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    await dora.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' })
    await hand({ from: mira.email, to: reply, subject: `Leaks again ${mira.email}`, text: 'It leaks again.' })
    expect(await messagesOf(ticket)).toEqual([])
    const { body } = await mira.get<Page<Ticket>>('/api/tickets')
    expect(body.items).toMatchObject([
      { channel: 'mail', description: 'It leaks again.', subject: `Leaks again ${mira.email}` },
      { id: ticket.id, status: 'closed' },
    ])
  })
})

describe('a letter that may be anybody’s', () => {
  const evil = 'evil@example.net'

  test('from another address is a note, and its writer gets nothing', async () => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    await hand({ from: evil, to: reply, text: 'Send it to me instead.' })
    const [note] = await messagesOf(ticket)
    expect(note).toMatchObject({ type: 'internal_note', author: { kind: 'system' } })
    expect(note?.message).toContain(`By mail from ${evil}: not the address to which we had written.`)
    expect(note?.message).toContain('Send it to me instead.')
    expect(office.letters.some(({ to }) => to.includes(evil))).toBe(false)
  })

  test('without our token is a note, though it bears the customer’s address and answers our mail', async () => {
    const mira = await aMira()
    const { ticket, letter } = await mailed(mira)
    await hand({ from: mira.email, to: INBOX, inReplyTo: letter.mail.messageId ?? '', text: 'Cancel it.' })
    expect(await messagesOf(ticket)).toMatchObject([{ type: 'internal_note' }])
  })

  test.each<[string, (reply: string) => string]>([
    ['changed by a letter', (reply) => reply.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'))],
    ['cut', (reply) => reply.replace(/.{4}@/, '@')],
    ['without its signature', (reply) => reply.replace(/.{16}@/, '@')],
    ['longer', (reply) => reply.replace('@', '0@')],
  ])('with a token that is %s never comes into the ticket', async (_, change) => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    await hand({ from: mira.email, to: change(reply), subject: `Wrong ${mira.email}`, text: 'Let me in.' })
    expect(await messagesOf(ticket)).toEqual([])
    expect(await ticketsOf(`Wrong ${mira.email}`)).toHaveLength(1)
    expect((await mira.get<Page<Ticket>>('/api/tickets')).body.items).toHaveLength(1)
  })

  test('with a token in capitals is the same letter', async () => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    await hand({ from: mira.email, to: reply.toUpperCase(), text: 'LOUD' })
    expect(await messagesOf(ticket)).toMatchObject([{ type: 'customer_message', message: 'LOUD' }])
  })
})

describe('a letter that a machine wrote', () => {
  test.each([
    [{ headers: { 'Auto-Submitted': 'auto-replied' } }],
    [{ headers: { Precedence: 'bulk' } }],
    [{ headers: { 'X-Autoreply': 'yes' } }],
    [{ headers: { 'List-Id': '<all.example.com>' } }],
    [{ envelopeFrom: '' }],
  ])('%j is a note in its ticket, and opens none', async (more) => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    const subject = `Out of office ${mira.email}`
    await hand({ from: mira.email, to: reply, subject, text: 'I am away.', ...more })
    expect(await messagesOf(ticket)).toMatchObject([{ type: 'internal_note' }])
    await hand({
      from: mira.email,
      to: INBOX,
      subject,
      text: 'I am away.',
      messageId: `<${people}@x.example>`,
      ...more,
    })
    expect(await ticketsOf(subject)).toEqual([])
  })

  test('without a mark is a note after ten in an hour', async () => {
    const mira = await aMira()
    const { ticket, reply } = await mailed(mira)
    for (let turn = 1; turn <= 12; turn++) await hand({ from: mira.email, to: reply, text: `Away, message ${turn}.` })
    const types = (await messagesOf(ticket)).map(({ type }) => type)
    expect(types).toEqual([...Array(10).fill('customer_message'), 'internal_note', 'internal_note'])
  })
})

describe('a letter to the inbox itself', () => {
  test('opens a ticket of somebody new, whose confirmation is its answer', async () => {
    const email = 'stranger@example.com'
    await hand({
      from: `Tom <${email}>`,
      to: INBOX,
      subject: 'A question',
      text: 'Do you ship to Brest?',
      messageId: '<q@example.com>',
    })
    const [ticket] = await ticketsOf('Do you ship to Brest')
    expect(ticket).toMatchObject({ channel: 'mail', subject: 'A question', description: 'Do you ship to Brest?' })
    const { mail } = await office.gets(({ to }) => to.includes(email))
    expect(mail.inReplyTo).toBe('<q@example.com>')
  })

  test('with the address of a known customer does not come into their history', async () => {
    const mira = await aMira()
    await hand({ from: mira.email, to: INBOX, subject: 'Who am I', text: 'Show me everything.' })
    expect((await mira.get<Page<Ticket>>('/api/tickets')).body.items).toEqual([])
  })

  test('opens five a day for one sender, and no more', async () => {
    const from = 'often@example.com'
    for (let turn = 1; turn <= 7; turn++) await hand({ from, to: INBOX, subject: 'Oftenest', text: `Number ${turn}` })
    expect(await ticketsOf('Oftenest')).toHaveLength(5)
  })
})

test('a mail that comes back is marked in the mail log, with the reason', async () => {
  const mira = await aMira()
  const { ticket, letter } = await mailed(mira)
  const report = [
    ...['From: MAILER-DAEMON@mx.example.com', `To: ${letter.from}`, 'Subject: Undelivered', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '', '--b', ''],
    ...['It could not be delivered.', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx'],
    ...['', `Final-Recipient: rfc822; ${mira.email}`, 'Action: failed', 'Status: 5.1.1'],
    ...['Diagnostic-Code: smtp; 550 5.1.1 No such user', '', '--b--', ''],
  ].join('\r\n')
  const transport = createTransport({ host: '127.0.0.1', port: house.mailInPort, secure: false, ignoreTLS: true })
  await transport.sendMail({ envelope: { from: '', to: [letter.from] }, raw: report })
  const { body } = await dora.get<Page<MailLogEntry>>('/api/mail-log?limit=200')
  const entry = body.items.find(({ ticketId }) => ticketId === ticket.id)
  expect(entry).toMatchObject({ state: 'failed', lastError: 'smtp; 550 5.1.1 No such user' })
  expect(await messagesOf(ticket)).toEqual([])
})

describe('the entrance', () => {
  test.each(['x@elsewhere.example', 'reply%elsewhere.example@in.other.example', 'support@in.maison-perle.example'])(
    'is no relay: %s',
    async (to) => {
      await expect(hand({ from: 'mira@example.com', to })).rejects.toThrow(/550/)
    },
  )

  test('refuses what is too large, and letters that are made to cost', async () => {
    const from = 'mira@example.com'
    await expect(hand({ from, to: INBOX, text: 'x'.repeat(16 * 1024 * 1024) })).rejects.toThrow(/552/)
    const headers = Object.fromEntries(Array.from({ length: 1_100 }, (_, place) => [`X-${place}`, 'x']))
    await expect(hand({ from, to: INBOX, headers })).rejects.toThrow(/554/)
  })

  test('asks again for what it cannot store', async () => {
    const mira = await aMira()
    const { reply } = await mailed(mira)
    await house.database.query('ALTER TABLE mails_in RENAME TO mails_gone')
    await expect(hand({ from: 'evil@example.net', to: reply })).rejects.toThrow(/451/)
    await house.database.query('ALTER TABLE mails_gone RENAME TO mails_in')
  })
})
