import { createAgentClient } from '@comptoir/sdk'
import type { MailLogEntry, MailTemplate, Page, PreviewedMail, Problem } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

const CREATED = '/api/mail-templates/ticket_created/en'
const OWN = { subject: 'Own {{ ticket.number }}', body: 'Dear {{ customer.name }},\n\nthank you.' }

let house: TestHouse
let shop: TestShop
let dora: Caller
let ada: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
  ada = new Caller(house, (await anAgent(house, shop)).token)
})
afterAll(() => house.close())

const templates = async (who = dora) => (await who.get<{ items: MailTemplate[] }>('/api/mail-templates')).body.items
const created = async () => (await templates()).find(({ kind, locale }) => kind === 'ticket_created' && locale === 'en')

/** The mail that says that a new ticket has come in. */
async function nextMail() {
  const mira = await aShopper(house, shop, { name: 'Mira', email: `mira${Math.random()}@example.com` })
  const ticket = await mira.openTicket()
  return vi.waitFor(async () => {
    const { body } = await dora.get<Page<MailLogEntry>>('/api/mail-log')
    const mail = body.items.find(({ ticketId, state }) => ticketId === ticket.id && state === 'kept')
    if (!mail) throw new Error('not yet')
    return { ticket, mail }
  }, 20_000)
}

describe('the words of a mail', () => {
  test('are the built-in ones, for seven mails in two languages', async () => {
    const all = await templates()
    expect(all).toHaveLength(14)
    expect(new Set(all.map(({ kind, locale }) => `${kind} ${locale}`)).size).toBe(14)
    expect(all.every(({ isOwn, updatedAt }) => !isOwn && updatedAt === null)).toBe(true)
  })

  test('are the shop’s from when it says so, and the built-in ones again at a word', async () => {
    const before = await created()
    const saved = await dora.put<MailTemplate>(CREATED, OWN)
    expect(saved.body).toEqual({
      kind: 'ticket_created',
      locale: 'en',
      ...OWN,
      isOwn: true,
      updatedAt: expect.any(String),
    })
    expect(await created()).toEqual(saved.body)
    const { mail, ticket } = await nextMail()
    expect(mail).toMatchObject({ subject: `Own ${ticket.number}`, templateError: null })
    expect(mail.text).toContain('thank you.')
    // Nobody vouches for her address.
    expect(mail.text).toContain('Dear ,')
    expect((await dora.delete<MailTemplate>(CREATED)).body).toEqual(before)
    expect(await created()).toEqual(before)
    expect((await nextMail()).mail.subject).toContain('We have your request')
  })

  test('are each shop’s own', async () => {
    const nord = await aShop(house, 'Atelier Nord')
    await dora.put(CREATED, OWN)
    const theirs = await templates(new Caller(house, nord.adminToken))
    expect(theirs.every(({ isOwn }) => !isOwn)).toBe(true)
    await dora.delete(CREATED)
  })

  test('that have ceased to work stop no mail, and the log says why', async () => {
    await dora.put(CREATED, OWN)
    await house.database.query(`UPDATE mail_templates SET body = 'Hello' || chr(10) || '{% if x %}'`)
    const { mail, ticket } = await nextMail()
    expect(mail).toMatchObject({
      subject: `We have your request #${ticket.number}`,
      templateError: 'Line 2, column 1: tag {% if x %} not closed.',
    })
    await dora.delete(CREATED)
  })

  test.each([
    [
      'body',
      'a tag that is not closed',
      { ...OWN, body: 'x\n\n{% if shop %}' },
      'Line 3, column 1: tag {% if shop %} not closed.',
    ],
    [
      'subject',
      'a name that nobody knows',
      { ...OWN, subject: '{{ ticket.numbr }}' },
      'Line 1, column 4: undefined variable: ticket.numbr.',
    ],
    ['body', 'no end', { ...OWN, body: '{% for i in (1..9999999999) %}{% endfor %}' }, 'limit exceeded'],
    ['body', 'nothing to say', { ...OWN, body: '{% comment %}x{% endcomment %}' }, 'Expected some text, got none.'],
    ['subject', 'no text', { ...OWN, subject: ' ' }, 'Expected some text, got none.'],
    ['body', 'too much text', { ...OWN, body: 'x'.repeat(10_001) }, '10000'],
    ['html', 'a field that is none', { ...OWN, html: '<b>' }, 'Expected no field of this name.'],
  ])('are refused in %s with %s, and nothing changes', async (path, _, draft, detail) => {
    const before = await templates()
    for (const answer of [
      await dora.put<Problem>(CREATED, draft),
      await dora.post<Problem>(`${CREATED}/preview`, draft),
    ]) {
      expect(answer.status).toBe(422)
      expect(answer.body.errors).toMatchObject([{ path, detail: expect.stringContaining(detail) }])
    }
    expect(await templates()).toEqual(before)
  })

  test.each(['/api/mail-templates/ticket_eaten/en', '/api/mail-templates/ticket_created/de'])(
    'of %s are none',
    async (path) => {
      expect((await dora.put(path, OWN)).status).toBe(422)
      expect((await dora.delete(path)).status).toBe(422)
    },
  )

  test('are for admins alone', async () => {
    const mira = await aShopper(house, shop)
    for (const who of [ada, mira]) {
      expect((await who.get('/api/mail-templates')).status).toBe(403)
      expect((await who.put(CREATED, OWN)).status).toBe(403)
      expect((await who.delete(CREATED)).status).toBe(403)
      expect((await who.post(`${CREATED}/preview`, OWN)).status).toBe(403)
    }
  })
})

describe('a preview', () => {
  const preview = (path: string, draft: object, who = dora) => who.post<PreviewedMail & Problem>(path, draft)

  test('shows a draft on the ticket that it names, and keeps nothing', async () => {
    const { ticket, mail } = await nextMail()
    const shown = await preview(`${CREATED}/preview`, { ...OWN, ticketId: ticket.id })
    expect(shown.body.subject).toBe(`Own ${ticket.number}`)
    expect(shown.body.html).toContain('thank you.')
    expect(await created()).toMatchObject({ isOwn: false })
    const { body } = await dora.get<Page<MailLogEntry>>('/api/mail-log')
    expect(body.items[0]).toEqual(mail)
  })

  test('without one takes the newest, with what was said in it', async () => {
    const { ticket } = await nextMail()
    await ada.say(ticket, 'We send a <b>new</b> one.')
    const { body } = await preview('/api/mail-templates/new_answer/fr/preview', OWN)
    expect(body.subject).toBe(`Own ${ticket.number}`)
    expect(body.text).toContain('We send a <b>new</b> one.')
    expect(body.html).toContain('We send a &lt;b&gt;new&lt;/b&gt; one.')
    expect(body.html).toContain('<html lang="fr">')
  })

  test('in a shop without tickets takes an example; another shop’s ticket is none', async () => {
    const { ticket } = await nextMail()
    const nord = await aShop(house, 'Atelier Sud')
    const admin = new Caller(house, nord.adminToken)
    expect((await preview(`${CREATED}/preview`, OWN, admin)).body).toMatchObject({ subject: 'Own 83' })
    const theirs = await preview(`${CREATED}/preview`, { ...OWN, ticketId: ticket.id }, admin)
    expect(theirs.body.code).toBe('not_found')
  })
})

test('the SDK saves, lists, previews and restores', async () => {
  const desk = createAgentClient({ url: house.url, token: shop.adminToken })
  const saved = await desk.mailTemplates.save('ticket_closed', 'fr', OWN)
  expect(saved).toMatchObject({ kind: 'ticket_closed', locale: 'fr', isOwn: true })
  const { items } = await desk.mailTemplates.list()
  expect(items.filter(({ isOwn }) => isOwn)).toEqual([saved])
  expect((await desk.mailTemplates.preview('ticket_closed', 'fr', OWN)).subject).toMatch(/^Own \d+$/)
  expect(await desk.mailTemplates.restore('ticket_closed', 'fr')).toMatchObject({ isOwn: false })
  await expect(desk.mailTemplates.save('ticket_closed', 'fr', { ...OWN, body: '{% x %}' })).rejects.toMatchObject({
    code: 'invalid',
  })
  desk.close()
})
