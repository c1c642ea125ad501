import type { Department, MailLogEntry, Page, Ticket } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PostOffice } from '../testing/smtp.ts'
import { PlainSocket } from '../testing/sockets.ts'
import { mailUnseenMessages } from './to-agents.ts'

const MINUTE = 60_000
const DORA = 'dora@maison-perle.example'

interface Agent extends Caller {
  id: string
  email: string
}

let office: PostOffice
let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Agent
let ben: Agent
let dora: Caller

beforeAll(async () => {
  office = await PostOffice.open()
  const mailFrom = { address: 'support@maison-perle.example', name: '' }
  house = await openTestHouse({ config: { mailServer: office.setting, mailFrom } })
  shop = await aShop(house)
  dora = new Caller(house, shop.adminToken)
  ada = await agentOf('Ada')
  ben = await agentOf('Ben')
  mira = await aCustomer('mira@example.com')
})
afterEach(() => void office.letters.splice(0))
afterAll(async () => {
  await house.close()
  await office.close()
})

async function agentOf(name: string): Promise<Agent> {
  const { agentId, token } = await anAgent(house, shop, name)
  const email = `${name.toLowerCase()}.${shop.shopId}@agents.example`
  return Object.assign(new Caller(house, token), { id: agentId, email })
}

const aCustomer = (email: string, locale = 'en') =>
  aShopper(house, shop, {
    identityToken: signIdentity({ secret: shop.identitySecret, sub: email, name: 'Mira', email }),
    locale,
  })

const mailsOf = async ({ id }: Pick<Ticket, 'id'>) => {
  const { body } = await dora.get<Page<MailLogEntry>>('/api/mail-log?limit=200')
  return body.items.filter(({ ticketId }) => ticketId === id).reverse()
}

/** The mails of a ticket but for its first, when that many are there and no other is on its way. */
const told = (ticket: Ticket, count: number) =>
  vi.waitFor(async () => {
    const waiting = await house.database.query(
      `SELECT 1 FROM graphile_worker.jobs WHERE task_identifier LIKE 'mail.%' AND run_at <= now()`,
    )
    expect(waiting).toEqual([])
    const mails = (await mailsOf(ticket)).filter(({ kind }) => kind !== 'ticket_created')
    expect(mails).toHaveLength(count)
    return mails
  }, 20_000)

const letterTo = (address: string, about: string) =>
  office.gets(({ to, mail }) => to.includes(address) && (mail.subject ?? '').includes(about))

const assign = (who: Caller, ticket: Ticket, agentId: string | null) =>
  who.post<Ticket>(`/api/tickets/${ticket.id}/assign`, { agentId })
const turn = (who: Caller, ticket: Ticket, status: string) => who.put(`/api/tickets/${ticket.id}/status`, { status })

/** The job of the messages, done as if it were so many minutes later. */
const later = (minutes: number, { id }: Ticket) =>
  mailUnseenMessages(
    { ...house.context, clock: () => new Date(Date.now() + minutes * MINUTE) },
    { shopId: shop.shopId, ticketId: id },
  )

describe('an agent', () => {
  test('learns that a ticket is theirs now, in one conversation with all else of it', async () => {
    const ticket = await mira.openTicket()
    await assign(dora, ticket, ada.id)
    const { mail } = await letterTo(ada.email, 'is yours')
    expect(mail.subject).toBe(`Request #${ticket.number} is yours: The teapot is cracked`)
    expect(mail.text).toContain('Hello Ada,')
    expect(mail.text).toContain(`${house.context.config.publicUrl}/tickets/${ticket.number}`)
    expect(mail.inReplyTo).toBe(`<ticket.${ticket.id}@maison-perle.example>`)
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(await told(ticket, 1)).toMatchObject([{ kind: 'ticket_assigned', to: ada.email, state: 'sent' }])
  })

  test('is not told what they have taken themselves', async () => {
    const ticket = await mira.openTicket()
    await assign(ada, ticket, ada.id)
    await told(ticket, 0)
  })

  test('is mailed what the customer wrote and nobody saw, several in one mail, once', async () => {
    const ticket = await mira.openTicket()
    await assign(ada, ticket, ada.id)
    for (const line of ['Hello?', '<b>Anybody?</b>']) await mira.say(ticket, line)
    await later(1, ticket)
    await told(ticket, 0)
    await later(3, ticket)
    await later(9, ticket)
    const { mail } = await letterTo(ada.email, 'New in request')
    expect(mail.text).toMatch(/Hello\?[^]*<b>Anybody\?<\/b>/)
    expect(String(mail.html)).toContain('&lt;b&gt;Anybody?&lt;/b&gt;')
    expect(await told(ticket, 1)).toMatchObject([{ kind: 'customer_message', to: ada.email }])
  })

  test('is not mailed what was seen, nor what nobody holds', async () => {
    const ticket = await mira.openTicket()
    await mira.say(ticket, 'Hello?')
    await later(9, ticket)
    await assign(ada, ticket, ada.id)
    await mira.say(ticket, 'Anybody?')
    await ada.put(`/api/tickets/${ticket.id}/read`, { seq: 2 })
    await later(9, ticket)
    await told(ticket, 0)
  })

  test('is not mailed while they are present, and is when they have gone without a look', async () => {
    const ticket = await mira.openTicket()
    await assign(ben, ticket, ben.id)
    const desk = await new PlainSocket(house, { token: ben.token }).connected()
    const isPresent = (present: boolean) =>
      vi.waitFor(async () => {
        const { body } = await dora.get<Page<{ id: string; presence: { state: string } }>>('/api/agents')
        const state = body.items.find(({ id }) => id === ben.id)?.presence.state
        expect(state === 'present').toBe(present)
      }, 20_000)
    await isPresent(true)
    await mira.say(ticket, 'Hello?')
    await later(9, ticket)
    await told(ticket, 0)
    desk.close()
    await isPresent(false)
    await later(9, ticket)
    expect(await told(ticket, 1)).toMatchObject([{ kind: 'customer_message', to: ben.email }])
  })
})

describe('the customer', () => {
  test('is asked to rate what is resolved, by a link that works', async () => {
    const ticket = await mira.openTicket()
    await turn(ada, ticket, 'resolved')
    const { mail } = await letterTo('mira@example.com', 'is resolved')
    const link = mail.text?.match(/https?:\S+\/rate\/\S+/)?.[0] ?? ''
    const page = await fetch(link.replace(house.context.config.publicUrl, house.url))
    expect(await page.text()).toContain(String(ticket.number))
    expect(await told(ticket, 1)).toMatchObject([{ kind: 'ticket_resolved', to: 'mira@example.com' }])
  })

  test('is told in French what is closed, where they speak it', async () => {
    const marie = await aCustomer('marie@example.com', 'fr')
    const ticket = await marie.openTicket()
    await turn(dora, ticket, 'closed')
    const { mail } = await letterTo('marie@example.com', 'close')
    expect(mail.subject).toBe(`Votre demande n° ${ticket.number} est close : The teapot is cracked`)
    expect(mail.text).toContain('Bonjour Mira,')
  })

  test('is not told that a ticket is closed which goes on in another', async () => {
    const [ticket, other] = [await mira.openTicket(), await mira.openTicket()]
    const merged = await dora.post<Ticket>(`/api/tickets/${ticket.id}/merge`, { intoId: other.id })
    expect(merged.body.status).toBe('closed')
    await told(ticket, 0)
  })

  test('of an address that nobody vouches for gets one mail an hour, and three a day, with nothing of theirs', async () => {
    const evil = await aShopper(house, shop, { name: 'XYZZY', email: 'victim@example.com' })
    const tickets: Ticket[] = []
    for (let i = 0; i < 4; i++) tickets.push(await evil.openTicket({ subject: 'XYZZY', description: 'XYZZY' }))
    const states = () =>
      vi.waitFor(async () => {
        const mails = await Promise.all(tickets.map(mailsOf))
        expect(mails.map((of) => of.length)).toEqual([1, 1, 1, 1])
        expect(mails.flat().filter(({ state }) => state === 'queued')).toEqual([])
        return mails.flat().map(({ state }) => state)
      }, 20_000)
    expect((await states()).sort()).toEqual(['sent', 'withheld', 'withheld', 'withheld'])
    const letters = office.letters.filter(({ to }) => to.includes('victim@example.com'))
    expect(letters).toHaveLength(1)
    expect(letters[0]?.raw).not.toContain('XYZZY')
  })
})

describe('an escalation', () => {
  const escalate = async (who: Caller) => {
    const ticket = await mira.openTicket()
    await who.post(`/api/tickets/${ticket.id}/escalate`, { reason: 'She is at the door.' })
    return ticket
  }
  const lead = async (...leads: Agent[]) => {
    const { body } = await dora.get<Page<Department>>('/api/departments')
    const members = [ada, ben].map((agent) => ({ agentId: agent.id, lead: leads.includes(agent) }))
    for (const { id } of body.items) await dora.patch(`/api/departments/${id}`, { members })
  }

  test('is told to the admins where nobody leads', async () => {
    await lead()
    const ticket = await escalate(ben)
    const { mail } = await letterTo(DORA, 'Escalated')
    expect(mail.text).toContain('A colleague asked for it.\n\nShe is at the door.')
    expect(await told(ticket, 1)).toMatchObject([{ kind: 'ticket_escalated', to: DORA }])
  })

  test('is told to those who lead the department, and not to who did it', async () => {
    await lead(ada)
    const ticket = await escalate(ben)
    expect(await told(ticket, 1)).toMatchObject([{ kind: 'ticket_escalated', to: ada.email }])
    await lead(ada, ben)
    expect(await told(await escalate(ben), 1)).toMatchObject([{ kind: 'ticket_escalated', to: ada.email }])
    await lead()
  })
})
