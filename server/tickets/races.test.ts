import type { Fact, Page, Problem, Ticket, TicketWithThread } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

let house: TestHouse
let second: TestHouse
let shop: TestShop
let mira: Shopper
let dora: Caller[]
let agents: string[]

/** Everybody is there twice: on either node of one database. */
beforeAll(async () => {
  house = await openTestHouse()
  second = await openTestHouse({ beside: house })
  shop = await aShop(house)
  mira = await aShopper(house, shop)
  dora = [house, second].map((node) => new Caller(node, shop.adminToken))
  agents = await Promise.all(['Ada', 'Ben'].map(async (name) => (await anAgent(house, shop, name)).agentId))
})
afterAll(async () => {
  await second.close()
  await house.close()
})

type Answer = Ticket & Pick<Problem, 'code' | 'detail'>
const of = <T>(list: readonly T[], at: number): T => {
  const one = list[at % list.length]
  if (one === undefined) throw new Error('there is one')
  return one
}
const many = <T>(count: number, ask: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => ask(at)))
const factsOf = async (ticket: Ticket): Promise<Fact[]> =>
  (await of(dora, 0).get<Page<Fact>>(`/api/tickets/${ticket.id}/facts?limit=200`)).body.items
const setStatus = (at: number, ticket: Ticket, status: string, more: object = {}) =>
  of(dora, at).put<Answer>(`/api/tickets/${ticket.id}/status`, { status, ...more })

/** What each fact changed from is what the one before it changed to. */
function expectChain(changes: { from: unknown; to: unknown }[], first: unknown, last: unknown): void {
  changes.forEach(({ from, to }, at) => {
    expect(from).toBe(at === 0 ? first : changes[at - 1]?.to)
    expect(to).not.toBe(from)
  })
  expect(changes.length === 0 ? first : changes.at(-1)?.to).toBe(last)
}

describe('fifty at once', () => {
  test('who close a ticket close it once', async () => {
    const ticket = await mira.openTicket()
    const answers = await many(50, (at) => setStatus(at, ticket, 'closed'))
    expect(answers.every(({ status, body }) => status === 200 && body.status === 'closed')).toBe(true)
    expect(new Set(answers.map(({ body }) => body.closedAt)).size).toBe(1)
    const turns = (await factsOf(ticket)).filter(({ type }) => type === 'ticket.status_changed')
    expect(turns.map(({ data }) => data)).toEqual([{ from: 'open', to: 'closed', because: 'asked' }])
  })

  test('who close, open again and write leave no message that a closed ticket took', async () => {
    const ticket = await mira.openTicket()
    const answers = await many(50, (at) =>
      at % 3 === 0
        ? of([mira, new Caller(second, mira.token)], at).post<Answer>(`/api/tickets/${ticket.id}/messages`, {
            message: `line ${at}`,
          })
        : setStatus(at, ticket, at % 3 === 1 ? 'closed' : 'open'),
    )
    for (const { status, body } of answers)
      if (status >= 300) expect([status, body.code]).toEqual([409, 'ticket_closed'])
    const { body } = await of(dora, 1).get<TicketWithThread>(`/api/tickets/${ticket.id}`)
    expect(body.messages.map(({ seq }) => seq)).toEqual(body.messages.map((_, at) => at + 1))
    let status = 'open'
    const facts = await factsOf(ticket)
    for (const fact of facts) {
      if (fact.type === 'message.posted') expect(status).not.toBe('closed')
      if (fact.type !== 'ticket.status_changed') continue
      expect(fact.data.from).toBe(status)
      status = fact.data.to
    }
    expect(body.status).toBe(status)
    expect(facts.filter(({ type }) => type === 'message.posted')).toHaveLength(body.messages.length)
  })

  test('who rate, close, assign and change a resolved ticket leave one story of it', async () => {
    const ticket = await mira.openTicket()
    await setStatus(0, ticket, 'resolved')
    const path = `/api/tickets/${ticket.id}`
    const miras = [mira, new Caller(second, mira.token)]
    const answers = await many(50, (at): Promise<{ status: number; body: Pick<Problem, 'code'> }> => {
      const who = of(dora, at)
      if (at % 5 === 0) return of(miras, at).post<Problem>(`${path}/rating`, { score: 3 + (at % 3) })
      if (at % 5 === 1) return setStatus(at, ticket, 'closed')
      if (at % 5 === 2) return who.post<Answer>(`${path}/assign`, { agentId: of(agents, at) })
      if (at % 5 === 3) return who.patch<Answer>(path, { priority: of(['low', 'high', 'urgent'], at) })
      return setStatus(at, ticket, 'open')
    })
    for (const { status, body } of answers)
      if (status >= 300) expect([409, ['conflict', 'ticket_closed'].includes(body.code)]).toEqual([status, true])
    const { body: last } = await of(dora, 0).get<Ticket>(path)
    const facts = await factsOf(ticket)
    expect(facts.map(({ position }) => position)).toEqual(
      facts.map(({ position }) => position).toSorted((a, b) => a - b),
    )
    const turns = facts.flatMap((fact) => (fact.type === 'ticket.status_changed' ? [fact.data] : []))
    expectChain(turns, 'open', last.status)
    const hands = facts.flatMap((fact) => (fact.type === 'ticket.assigned' ? [fact.data] : []))
    expectChain(hands, null, last.assigneeId)
    const edits = facts.flatMap((fact) => (fact.type === 'ticket.changed' ? fact.data.changes : []))
    expectChain(edits, 'medium', last.priority)
    const rated = answers.filter(({ status }, at) => at % 5 === 0 && status === 201)
    expect(facts.filter(({ type }) => type === 'ticket.rated')).toHaveLength(rated.length)
    expect(await house.database.query('SELECT 1 FROM ratings WHERE ticket_id = $1', [ticket.id])).toHaveLength(
      last.rating === null ? 0 : 1,
    )
  })
})
