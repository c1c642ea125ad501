import type { MailLogEntry, Page, Ticket } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PostOffice, type Received } from '../testing/smtp.ts'
import { PlainSocket } from '../testing/sockets.ts'
import { isHere } from '../visits/store.ts'
import { mailUnseenAnswers } from './actions.ts'

const MINUTE = 60_000

let office: PostOffice
let house: TestHouse
let shop: TestShop
let ada: Caller
let dora: Caller
let people = 0

beforeAll(async () => {
  office = await PostOffice.open()
  const mailFrom = { address: 'support@maison-perle.example', name: '' }
  house = await openTestHouse({ config: { mailServer: office.setting, mailFrom } })
  shop = await aShop(house)
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
})
afterEach(() => {
  office.letters.length = 0
  office.verdicts.length = 0
})
afterAll(async () => {
  await house.close()
  await office.close()
})

/** Somebody new each time, so that nobody waits for another's mail. */
function aMira({ locale = 'en', verified = true } = {}): Promise<Shopper & { email: string }> {
  const email = `mira${++people}@example.com`
  const claims = { sub: email, name: 'Mira', email }
  const who = verified
    ? { identityToken: signIdentity({ secret: shop.identitySecret, ...claims }) }
    : { name: 'Mira', email }
  return aShopper(house, shop, { ...who, locale }).then((mira) => Object.assign(mira, { email }))
}

const toHer = ({ email }: { email: string }, about = '') =>
  office.gets(({ to, mail }) => to.includes(email) && (mail.subject ?? '').includes(about))

const mailsOf = async ({ id }: Pick<Ticket, 'id'>) => {
  const { body } = await dora.get<Page<MailLogEntry>>('/api/mail-log?limit=200')
  return body.items.filter(({ ticketId }) => ticketId === id).reverse()
}

/** The job of the answers, done as if it were so many minutes later. */
const later = (minutes: number, { id }: Pick<Ticket, 'id'>) =>
  mailUnseenAnswers(
    { ...house.context, clock: () => new Date(Date.now() + minutes * MINUTE) },
    { shopId: shop.shopId, ticketId: id },
  )

const whenWound = async ({ id }: Pick<Ticket, 'id'>) => {
  const rows = await house.database.query<{ run_at: Date }>('SELECT run_at FROM graphile_worker.jobs WHERE key = $1', [
    `mail.answers:${id}`,
  ])
  return rows.map(({ run_at }) => run_at.getTime())
}

/** On a busy machine, the tries of a mail take their time. */
const eventually = (look: () => Promise<void>) => vi.waitFor(look, 25_000)

const htmlOf = ({ mail }: Received) => String(mail.html)

describe('the customer learns that their ticket has come in', () => {
  test('by a mail with text and HTML, that says it comes from a machine', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    const letter = await toHer(mira)
    expect(letter.from).toBe('support@maison-perle.example')
    expect(letter.to).toEqual([mira.email])
    expect(letter.mail).toMatchObject({
      subject: `We have your request #${ticket.number}: The teapot is cracked`,
      messageId: `<ticket.${ticket.id}@maison-perle.example>`,
      from: { value: [{ address: 'support@maison-perle.example', name: 'Maison Perle' }] },
    })
    for (const header of ['in-reply-to', 'references']) expect(letter.mail.headers.has(header)).toBe(false)
    expect(letter.mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(letter.mail.headers.get('x-auto-response-suppress')).toBe('All')
    for (const form of [letter.mail.text, htmlOf(letter)]) expect(form).toContain('Mira')
    expect(htmlOf(letter)).toContain('https://maison-perle.example')
  })

  test('in French where they speak it', async () => {
    const mira = await aMira({ locale: 'fr-FR' })
    const ticket = await mira.openTicket()
    const letter = await toHer(mira)
    expect(letter.mail.subject).toBe(`Nous avons bien reçu votre demande n° ${ticket.number} : The teapot is cracked`)
    expect(letter.mail.text).toContain('Bonjour Mira')
  })

  test('and not where nobody knows their address', async () => {
    const nobody = await aShopper(house, shop)
    const ticket = await nobody.openTicket()
    const mira = await aMira()
    await mira.openTicket()
    await toHer(mira)
    await eventually(async () =>
      expect(
        await house.database.query('SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = $1', [
          'mail.confirm_ticket',
        ]),
      ).toEqual([]),
    )
    expect(await mailsOf(ticket)).toEqual([])
  })

  test('with nothing of what was written, where nobody vouches for the address', async () => {
    const evil = await aMira({ verified: false })
    const ticket = await evil.openTicket({
      subject: 'XYZZY https://evil.example',
      description: 'XYZZY buy now',
      orderId: 'XYZZY-1',
    })
    await evil.say(ticket, 'XYZZY again')
    const letter = await toHer(evil)
    expect(letter.mail.subject).toBe(`We have your request #${ticket.number}`)
    for (const form of [letter.raw, letter.mail.text, htmlOf(letter)]) {
      expect(form).not.toContain('XYZZY')
      expect(form).not.toContain('Mira,')
      expect(form).not.toContain('evil.example')
    }
  })
})

describe('answers that the customer has not seen', () => {
  test('are mailed after the quiet while and not before, as an answer to the first mail', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'We send a new one.')
    await later(1, ticket)
    expect(await mailsOf(ticket)).toMatchObject([{ kind: 'ticket_created' }])
    await later(3, ticket)
    const letter = await toHer(mira, 'answer')
    const root = `<ticket.${ticket.id}@maison-perle.example>`
    expect(letter.mail).toMatchObject({
      subject: `An answer to your request #${ticket.number}: The teapot is cracked`,
      inReplyTo: root,
      references: root,
    })
    expect(letter.mail.messageId).not.toBe(root)
    expect(letter.mail.headers.get('auto-submitted')).toBe('auto-generated')
    for (const form of [letter.mail.text, htmlOf(letter)]) expect(form).toContain('We send a new one.')
  })

  test('are mailed by the house itself, when the shop’s quiet while is over', async () => {
    await dora.patch('/api/shop', { settings: { mail: { quietClosed: 'PT1S' } } })
    const mira = await aMira({ locale: 'fr' })
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'We send a new one.')
    const letter = await toHer(mira, 'réponse')
    expect(letter.mail.text).toContain('We send a new one.')
    await dora.patch('/api/shop', { settings: { mail: { quietClosed: 'PT2M' } } })
  })

  test('go out together, in their order, and once', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    const lines = ['Good morning.', 'It is on its way.', 'Here is the number: 1Z83.']
    for (const line of lines) await ada.say(ticket, line)
    await ada.say(ticket, 'She need not know.', { type: 'internal_note' })
    await later(3, ticket)
    await later(9, ticket)
    const { mail } = await toHer(mira, 'answer')
    const places = lines.map((line) => mail.text?.indexOf(line) ?? -1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(mail.text).not.toContain('need not know')
    expect((await mailsOf(ticket)).map(({ kind }) => kind)).toEqual(['ticket_created', 'new_answer'])
  })

  test('are mailed to the last, however many', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    for (let line = 1; line <= 25; line++) await ada.say(ticket, `line ${line}.`)
    await later(3, ticket)
    expect(await whenWound(ticket)).toHaveLength(1)
    await later(3, ticket)
    const mails = (await mailsOf(ticket)).filter(({ kind }) => kind === 'new_answer')
    expect(mails.map(({ text }) => text.match(/line \d+\./g)?.length)).toEqual([20, 5])
  })

  test('that were seen are not mailed', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'Seen.')
    await mira.put(`/api/tickets/${ticket.id}/read`, { seq: 1 })
    await later(9, ticket)
    await ada.say(ticket, 'Answered.')
    await mira.put(`/api/tickets/${ticket.id}/read`, { seq: 2 })
    await mira.say(ticket, 'Thank you.')
    await later(9, ticket)
    expect(await mailsOf(ticket)).toMatchObject([{ kind: 'ticket_created' }])
  })

  test('are mailed from the first that was not seen', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'Seen.')
    await mira.put(`/api/tickets/${ticket.id}/read`, { seq: 1 })
    await ada.say(ticket, 'Not seen.')
    await later(3, ticket)
    const { mail } = await toHer(mira, 'answer')
    expect(mail.text).toContain('Not seen.')
    expect(mail.text?.replace('Not seen.', '')).not.toContain('Seen.')
  })

  test('wait longer while a page is open', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    const page = await new PlainSocket(house, { token: mira.token }).connected()
    await vi.waitFor(async () => expect(await isHere(house.context.db, shop.shopId, ticket.customerId)).toBe(true))
    const { createdAt } = await ada.say(ticket, 'Are you there?')
    expect(await whenWound(ticket)).toEqual([Date.parse(createdAt) + 2 * MINUTE])
    await later(3, ticket)
    expect(await mailsOf(ticket)).toMatchObject([{ kind: 'ticket_created' }])
    // Three of the five minutes are over by the clock that asked; the database's own says when the rest is.
    const [again = 0] = await whenWound(ticket)
    expect(again - Date.parse(createdAt)).toBeGreaterThan(1.9 * MINUTE)
    expect(again - Date.parse(createdAt)).toBeLessThan(3 * MINUTE)
    await later(6, ticket)
    expect((await toHer(mira, 'answer')).mail.text).toContain('Are you there?')
    page.close()
  })

  test('to an address that nobody vouches for are the shop’s words alone', async () => {
    const evil = await aMira({ verified: false })
    const ticket = await evil.openTicket({ subject: 'XYZZY', description: 'XYZZY' })
    await evil.say(ticket, 'XYZZY')
    await ada.say(ticket, 'Good morning.')
    await later(3, ticket)
    const letter = await toHer(evil, 'answer')
    expect(letter.mail.text).toContain('Good morning.')
    expect(letter.raw + letter.mail.text + htmlOf(letter)).not.toContain('XYZZY')
  })

  test('show what agents wrote as they wrote it, and run none of it', async () => {
    const mira = await aMira()
    const ticket = await mira.openTicket()
    await ada.say(ticket, '<b onclick=alert(1)>{{ shop.name }}</b> & "more"\nnext line')
    await later(3, ticket)
    const letter = await toHer(mira, 'answer')
    expect(letter.mail.text).toContain('<b onclick=alert(1)>{{ shop.name }}</b> & "more"\nnext line')
    expect(htmlOf(letter)).toContain('&lt;b onclick=alert(1)&gt;{{ shop.name }}&lt;/b&gt; &amp; &#34;more&#34;')
  })
})

test('a clock that is behind the database’s asks again in its own time, not without end', async () => {
  const mira = await aMira()
  const ticket = await mira.openTicket()
  await toHer(mira)
  await ada.say(ticket, 'Are you there?')
  const [before = 0] = await whenWound(ticket)
  await later(-10, ticket)
  const [again = 0] = await whenWound(ticket)
  expect(again - before).toBeGreaterThan(9 * MINUTE)
})

describe('a mail server that says', () => {
  const tries = (mira: { email: string }) => office.letters.filter(({ to }) => to.includes(mira.email))

  test('later is asked again, with the same letter', async () => {
    const mira = await aMira()
    office.verdicts.push({ code: 450, text: 'Later, please.' })
    const ticket = await mira.openTicket()
    await eventually(async () => expect(await mailsOf(ticket)).toMatchObject([{ state: 'sent', attempts: 2 }]))
    const [first, second] = tries(mira)
    expect(tries(mira)).toHaveLength(2)
    expect(second?.mail.messageId).toBe(first?.mail.messageId)
    expect(await mailsOf(ticket)).toMatchObject([{ lastError: null, sentAt: expect.any(String) }])
  })

  test('no is not asked again, and its word is on record', async () => {
    const mira = await aMira()
    office.verdicts.push({ code: 550, text: 'Nobody here.' })
    const ticket = await mira.openTicket()
    await eventually(async () => expect(await mailsOf(ticket)).toMatchObject([{ state: 'failed' }]))
    expect(await mailsOf(ticket)).toMatchObject([
      { attempts: 1, sentAt: null, lastError: expect.stringContaining('Nobody here.') },
    ])
    const jobs = () => house.database.query(`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'mail.send'`)
    await eventually(async () => expect(await jobs()).toEqual([]))
    expect(tries(mira)).toHaveLength(1)
  })

  test('nothing after the whole letter may have it twice, and never under two names', async () => {
    const mira = await aMira()
    office.verdicts.push('hung up', { code: 450, text: 'Later, please.' })
    const ticket = await mira.openTicket()
    await eventually(async () => expect(await mailsOf(ticket)).toMatchObject([{ state: 'uncertain', attempts: 1 }]))
    await eventually(async () => expect(await mailsOf(ticket)).toMatchObject([{ state: 'sent', attempts: 3 }]))
    expect(new Set(tries(mira).map(({ mail }) => mail.messageId)).size).toBe(1)
  })
})

describe('text that would be a header', () => {
  test.each(['\r\n', '\n', '\r', '%0d%0a', '\u2028', '\x0b', '\x7f'])('is text and no more: %j', async (between) => {
    const mira = await aMira()
    const evil = `Hello${between}Bcc: evil@example.com${between}${between}body`
    await dora.patch('/api/shop', { name: `Maison${between}Bcc: evil@example.com` })
    const { status } = await mira.post('/api/tickets', { subject: evil, description: evil })
    expect(status).toBe(201)
    const letter = await toHer(mira)
    await dora.patch('/api/shop', { name: 'Maison Perle' })
    expect(letter.to).toEqual([mira.email])
    expect(letter.mail.headers.has('bcc')).toBe(false)
    expect(letter.mail.cc).toBeUndefined()
    expect(letter.mail.to).toMatchObject({ value: [{ address: mira.email }] })
    expect(letter.mail.subject).not.toMatch(/[\r\n]/)
    expect(office.letters.flatMap(({ to }) => to)).not.toContain('evil@example.com')
  })
})

describe('the mail log', () => {
  test('shows an admin every mail of the shop, newest first, page by page', async () => {
    const nord = await aShop(house, 'Atelier Nord')
    const seen: MailLogEntry[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = `?limit=7${cursor && `&cursor=${cursor}`}`
      const { body }: { body: Page<MailLogEntry> } = await dora.get(`/api/mail-log${query}`)
      seen.push(...body.items)
      cursor = body.nextCursor
    }
    const [row] = await house.database.query<{ count: number }>('SELECT count(*)::int FROM mails')
    expect(new Set(seen.map(({ id }) => id)).size).toBe(row?.count)
    expect(seen.map(({ createdAt }) => createdAt)).toEqual(
      seen
        .map(({ createdAt }) => createdAt)
        .sort()
        .reverse(),
    )
    const theirs = await new Caller(house, nord.adminToken).get<Page<MailLogEntry>>('/api/mail-log')
    expect(theirs.body).toEqual({ items: [], nextCursor: null })
  })

  test.each([
    'cursor=x',
    `cursor=${Buffer.from('1.'.padEnd(38, '-')).toString('base64url')}`,
    'limit=0',
    'limit=all',
    'to=x',
  ])('is not read by ?%s', async (query) => expect((await dora.get(`/api/mail-log?${query}`)).status).toBe(422))
})

test('without a mail server, mails are kept in the log', async () => {
  const quiet = await openTestHouse()
  const there = await aShop(quiet)
  const mira = await aShopper(quiet, there, { email: 'mira@example.com' })
  const ticket = await mira.openTicket()
  const admin = new Caller(quiet, there.adminToken)
  await eventually(async () => {
    const { body } = await admin.get<Page<MailLogEntry>>('/api/mail-log')
    expect(body.items).toMatchObject([{ ticketId: ticket.id, state: 'kept', to: 'mira@example.com', sentAt: null }])
  })
  await quiet.close()
})
