import type { Message, Page, TicketRow, TicketWithThread, VisitorSession } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let ada: Caller
const sockets: PlainSocket[] = []

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  ada = new Caller(house, (await anAgent(house, shop)).token)
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})
afterAll(() => house.close())

const signed = (sub: string, more: object = {}) => signIdentity({ secret: shop.identitySecret, sub, ...more })
const aCustomer = (sub: string, more: object = {}) => aShopper(house, shop, { identityToken: signed(sub, more) })
const ticketsOf = async (caller: Caller) => (await caller.get<Page<TicketRow>>('/api/tickets')).body.items

async function identify(visitor: Shopper, sub: string, more: object = {}): Promise<Shopper> {
  const body = { identityToken: signed(sub, more), renewalToken: visitor.session.renewalToken }
  return new Shopper(
    house,
    (await visitor.post<VisitorSession>('/api/visitors', body, { 'X-Shop-Key': shop.publicKey })).body,
  )
}

describe('an address that anybody can type', () => {
  test.each(['mira@maison.example', 'MIRA@Maison.Example', '  mira@maison.example '])(
    '%s opens nobody’s history and renames nobody',
    async (email) => {
      const mira = await aCustomer('mira', { name: 'Mira', email: 'mira@maison.example' })
      await mira.openTicket()
      const evil = await aShopper(house, shop, { email, name: 'Not Mira' })
      expect(evil.session.customer).toMatchObject({
        standing: 'identified',
        externalId: null,
        email: 'mira@maison.example',
      })
      expect(evil.session.customerId).not.toBe(mira.session.customerId)
      expect(await ticketsOf(evil)).toEqual([])
      const [ticket] = await ticketsOf(mira)
      expect(ticket?.customer).toMatchObject({ name: 'Mira', standing: 'verified' })
    },
  )

  test('shows the agent two people, and which of them is verified', async () => {
    const mira = await aCustomer('mira two', { name: 'Mira', email: 'two@maison.example' })
    const evil = await aShopper(house, shop, { email: 'two@maison.example', name: 'Mira' })
    await Promise.all([mira.openTicket({ subject: 'Two people' }), evil.openTicket({ subject: 'Two people' })])
    const { body } = await ada.get<Page<TicketRow>>('/api/tickets?q=two%20people')
    expect(body.items.map(({ customer }) => customer.standing).sort()).toEqual(['identified', 'verified'])
    expect(new Set(body.items.map(({ customer }) => customer.id)).size).toBe(2)
  })

  test('signed under another name opens nothing either', async () => {
    const mira = await aCustomer('mira three', { email: 'three@maison.example' })
    await mira.openTicket()
    const tom = await aCustomer('tom three', { email: 'three@maison.example' })
    expect(await ticketsOf(tom)).toEqual([])
  })

  test('is not taken from a verified customer who types another', async () => {
    const mira = await aCustomer('mira four', { name: 'Mira', email: 'four@maison.example' })
    const body = { renewalToken: mira.session.renewalToken, name: 'Dora', email: 'dora@maison-perle.example' }
    const renewed = await mira.post<VisitorSession>('/api/visitors', body, { 'X-Shop-Key': shop.publicKey })
    expect(renewed.body.customer).toMatchObject({ standing: 'verified', name: 'Mira', email: 'four@maison.example' })
  })
})

describe('who proves who they are', () => {
  test('keeps what they said before, at the first time and at every other', async () => {
    const first = await aShopper(house, shop)
    const before = await first.openTicket({ subject: 'Before' })
    await first.say(before, 'Is anybody there?')
    const miraAtHome = await identify(first, 'mira five', { name: 'Mira' })
    expect((await ticketsOf(miraAtHome)).map(({ subject }) => subject)).toEqual(['Before'])

    const second = await aShopper(house, shop, { name: 'M.' })
    const there = await second.openTicket({ subject: 'On the phone' })
    await second.say(there, 'Me again.')
    const miraOnThePhone = await identify(second, 'mira five', { name: 'Mira' })
    expect(miraOnThePhone.session.customerId).toBe(miraAtHome.session.customerId)
    expect((await ticketsOf(miraAtHome)).map(({ subject }) => subject)).toEqual(['On the phone', 'Before'])
    const thread = await miraAtHome.get<TicketWithThread>(`/api/tickets/${there.id}`)
    expect(thread.body.messages).toMatchObject([
      { message: 'Me again.', author: { id: miraAtHome.session.customerId } },
    ])
  })

  test('is answered in the chat that they began without a name', async () => {
    const visitor = await aShopper(house, shop)
    const ticket = await visitor.openTicket({ channel: 'chat', subject: 'A chat' })
    const mira = await identify(visitor, 'mira six', { name: 'Mira' })
    const socket = new PlainSocket(house, { token: mira.token })
    sockets.push(await socket.connected())
    await ada.say(ticket, 'Good morning, Mira.')
    await expect(socket.hears('new_message')).resolves.toMatchObject({ message: 'Good morning, Mira.' })
    const again = { message: 'sent before, and again after', clientId: 'six' }
    expect(await mira.say(ticket, again.message, again)).toEqual(await mira.say(ticket, again.message, again))
  })

  test('may send again what was sent before, and it is stored once', async () => {
    const visitor = await aShopper(house, shop)
    const ticket = await visitor.openTicket()
    const sent = await visitor.say(ticket, 'Hello?', { clientId: 'seven' })
    await aCustomer('mira seven')
    const mira = await identify(visitor, 'mira seven')
    expect(await mira.say(ticket, 'Hello?', { clientId: 'seven' })).toMatchObject({ id: sent.id, seq: sent.seq })
  })

  test('does not become somebody else on the way: who was verified stays themselves', async () => {
    const tom = await aCustomer('tom eight')
    const his = await tom.openTicket({ subject: 'Tom’s' })
    const mira = await identify(tom, 'mira eight')
    expect(mira.session.customerId).not.toBe(tom.session.customerId)
    expect(await ticketsOf(mira)).toEqual([])
    const tomAgain = await aCustomer('tom eight')
    expect((await ticketsOf(tomAgain)).map(({ id }) => id)).toEqual([his.id])
  })

  test('in two tabs at once, is let in by both or told to begin anew, and nothing is lost', async () => {
    const visitor = await aShopper(house, shop)
    const ticket = await visitor.openTicket()
    const body = { identityToken: signed('mira nine'), renewalToken: visitor.session.renewalToken }
    const tabs = await Promise.all(
      [1, 2].map(() => visitor.post<VisitorSession>('/api/visitors', body, { 'X-Shop-Key': shop.publicKey })),
    )
    expect(tabs.map(({ status }) => status).sort()).toEqual([201, 401])
    expect((await ticketsOf(await aCustomer('mira nine'))).map(({ id }) => id)).toEqual([ticket.id])
  })
})

describe('a session of before', () => {
  test('is worth nothing after: its token, its renewal, its open sockets', async () => {
    const planted = await aShopper(house, shop)
    const ticket = await planted.openTicket()
    const socket = await new PlainSocket(house, { token: planted.token }).connected()
    const ended = socket.ended()
    const mira = await identify(planted, 'mira ten')
    await ended
    expect(mira.token).not.toBe(planted.token)
    expect(mira.session.renewalToken).not.toBe(planted.session.renewalToken)
    expect((await planted.get(`/api/tickets/${ticket.id}`)).status).toBe(401)
    await expect(new PlainSocket(house, { token: planted.token }).refused()).resolves.toMatchObject({
      code: 'unauthorized',
    })
    const renewal = { renewalToken: planted.session.renewalToken }
    expect((await planted.post('/api/visitors', renewal, { 'X-Shop-Key': shop.publicKey })).status).toBe(401)
  })

  test('is ended even where it was the same customer’s', async () => {
    const mira = await aCustomer('mira eleven')
    const again = await identify(mira, 'mira eleven')
    expect(again.session.customerId).toBe(mira.session.customerId)
    expect((await mira.get('/api/tickets')).status).toBe(401)
    expect((await again.get('/api/tickets')).status).toBe(200)
  })

  test('on another device goes on', async () => {
    const phone = await aCustomer('mira twelve')
    const home = await aCustomer('mira twelve')
    const ticket = await home.openTicket()
    expect(await ticketsOf(phone)).toHaveLength(1)
    const listening = await new PlainSocket(house, { token: phone.token }).connected()
    sockets.push(listening)
    await ada.say(ticket, 'To both.')
    const heard: Message = await listening.hears('new_message')
    expect(heard.message).toBe('To both.')
  })
})
