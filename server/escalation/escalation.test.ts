import type {
  Deadline,
  DeadlineExplained,
  Department,
  EscalationSettings,
  FactOf,
  Page,
  Problem,
  Shop,
  Ticket,
  TicketStatus,
} from '@comptoir/sdk/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../config.ts'
import { type Running, start } from '../main.ts'
import { openLog } from '../platform/log.ts'
import { USUAL_SETTINGS } from '../shops/rules.ts'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

const HOUR = 3_600_000
const PATIENCE = { timeout: 20_000, interval: 100 }
const LONG: EscalationSettings = { ...USUAL_SETTINGS.escalation, ratingBelow: 3 }

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller
let dora: Caller
/** How far the clock of the house is ahead. */
let ahead = 0

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(Date.now() + ahead) })
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  ada = new Caller(house, (await anAgent(house, shop)).token)
  dora = new Caller(house, shop.adminToken)
})
beforeEach(() => settings(LONG))
afterEach(() => {
  ahead = 0
})
afterAll(() => house.close())

async function settings(escalation: Partial<EscalationSettings>): Promise<void> {
  const { status, body } = await dora.patch<Shop>('/api/shop', { settings: { escalation } })
  expect([status, body]).toMatchObject([200, { settings: { escalation } }])
}

type EscalatedFact = FactOf<'ticket.escalated'>

async function escalations(ticket: Pick<Ticket, 'id'>): Promise<EscalatedFact[]> {
  const { body } = await ada.get<Page<EscalatedFact>>(`/api/tickets/${ticket.id}/facts`)
  return body.items.filter((fact) => fact.type === 'ticket.escalated')
}

const isEscalated = (ticket: Pick<Ticket, 'id'>): Promise<EscalatedFact> =>
  vi.waitFor(async () => {
    const [fact] = await escalations(ticket)
    if (!fact) throw new Error('it is not escalated yet')
    return fact
  }, PATIENCE)

const read = async (ticket: Pick<Ticket, 'id'>): Promise<Ticket> =>
  (await ada.get<Ticket>(`/api/tickets/${ticket.id}`)).body
const deadlineOf = async (ticket: Pick<Ticket, 'id'>): Promise<Deadline | null | undefined> =>
  (await read(ticket)).desk?.deadline

/** As if the database's clock were ahead: the jobs that are then due run now. */
const ringAll = () =>
  house.database.query('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at > now()')

describe('by hand', () => {
  test('an agent escalates with a reason, which is on record and pushed', async () => {
    const ticket = await mira.openTicket()
    const socket = await new PlainSocket(house, { token: ada.token }).connected()
    const answer = await ada.post<Ticket>(`/api/tickets/${ticket.id}/escalate`, { reason: 'She asks for the manager.' })
    expect([answer.status, answer.body]).toMatchObject([200, { id: ticket.id, status: 'escalated' }])
    expect(answer.body.desk?.escalatedAt).toBeTruthy()
    const [fact] = await escalations(ticket)
    expect(fact).toMatchObject({
      actor: { kind: 'agent', name: 'Ada' },
      data: { rule: 'manual', reason: 'She asks for the manager.', from: 'open', to: 'escalated', dueAt: null },
    })
    await socket.hears('fact', (heard) => heard.id === fact?.id)
    await socket.hears('ticket_rows', (rows) => rows.some((row) => row.id === ticket.id && row.status === 'escalated'))
    socket.close()
    expect((await read(ticket)).desk?.deadline).toBeNull()
  })

  test('by asking for the status too, with the note as the reason', async () => {
    const ticket = await mira.openTicket()
    await ada.put(`/api/tickets/${ticket.id}/status`, { status: 'escalated', notes: 'He is furious.' })
    expect((await escalations(ticket)).map(({ data }) => [data.rule, data.reason])).toEqual([
      ['manual', 'He is furious.'],
    ])
  })

  test('of fifty at once, one escalates and the others are told', async () => {
    const ticket = await mira.openTicket()
    const reasons = Array.from({ length: 50 }, (_, index) => `Reason ${index}`)
    const answers = await Promise.all(
      reasons.map((reason) => ada.post<Problem>(`/api/tickets/${ticket.id}/escalate`, { reason })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'conflict')).toHaveLength(49)
    const facts = await escalations(ticket)
    expect(facts).toHaveLength(1)
    expect(facts[0]?.data.reason).toBe(reasons[answers.findIndex(({ status }) => status === 200)])
  })

  test('the same request again is answered as the first was', async () => {
    const ticket = await mira.openTicket()
    const again = () =>
      ada.post<Ticket>(`/api/tickets/${ticket.id}/escalate`, { reason: 'Twice' }, { 'Idempotency-Key': 'escalate-1' })
    const [first, second] = [await again(), await again()]
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body).toEqual(first.body)
  })

  test('a shopper may not, and another shop finds no such ticket', async () => {
    const ticket = await mira.openTicket()
    const refused = await mira.post<Problem>(`/api/tickets/${ticket.id}/escalate`, { reason: 'Hurry!' })
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect((await mira.get(`/api/tickets/${ticket.id}/deadline`)).status).toBe(403)
    const other = new Caller(house, (await aShop(house, 'Atelier Nord')).adminToken)
    expect((await other.post(`/api/tickets/${ticket.id}/escalate`, { reason: 'Ours?' })).status).toBe(404)
    expect((await read(ticket)).status).toBe('open')
  })

  test('goes to a lead of its department, and says so', async () => {
    const ben = await anAgent(house, shop, 'Ben')
    const { body: boss } = await dora.post<Department>('/api/departments', {
      name: 'Complaints',
      categories: ['complaint'],
      members: [{ agentId: ben.agentId, lead: true }],
    })
    const ticket = await mira.openTicket({ category: 'complaint' })
    expect(ticket.assigneeId).toBeNull()
    const { body } = await ada.post<Ticket>(`/api/tickets/${ticket.id}/escalate`, { reason: 'For Ben' })
    expect([body.assigneeId, body.desk?.departmentId]).toEqual([ben.agentId, boss.id])
    expect((await escalations(ticket))[0]?.data.holderId).toBe(ben.agentId)
  })

  test('a closed one is not escalated', async () => {
    const ticket = await mira.openTicket()
    await dora.put(`/api/tickets/${ticket.id}/status`, { status: 'closed' })
    const refused = await ada.post<Problem>(`/api/tickets/${ticket.id}/escalate`, { reason: 'Late' })
    expect([refused.status, refused.body.code]).toEqual([409, 'ticket_closed'])
  })

  test.each([
    [{}],
    [{ reason: '' }],
    [{ reason: ' ' }],
    [{ reason: 7 }],
    [{ reason: 'x', level: 2 }],
    [{ reason: 'x'.repeat(2_001) }],
  ])('%j is refused and changes nothing', async (body) => {
    const ticket = await mira.openTicket()
    expect((await ada.post(`/api/tickets/${ticket.id}/escalate`, body)).status).toBe(422)
    expect((await read(ticket)).status).toBe('open')
  })
})

describe('by the clock', () => {
  test('nobody answers', async () => {
    await settings({ unanswered: 'PT1S' })
    const ticket = await mira.openTicket()
    const fact = await isEscalated(ticket)
    expect(fact).toMatchObject({
      actor: { kind: 'system' },
      data: { rule: 'unanswered', reason: null, params: { duration: 'PT1S', businessHours: false }, from: 'open' },
    })
    expect(fact.data.dueAt).toBe(new Date(Date.parse(ticket.createdAt) + 1000).toISOString())
    expect(Date.parse(fact.at)).toBeGreaterThanOrEqual(Date.parse(fact.data.dueAt ?? ''))
  })

  test('nobody touches what is urgent', async () => {
    await settings({ urgent: 'PT1S' })
    const [calm, urgent] = [await mira.openTicket(), await mira.openTicket({ priority: 'urgent' })]
    expect((await isEscalated(urgent)).data).toMatchObject({ rule: 'urgent', params: { duration: 'PT1S' } })
    expect((await read(calm)).status).toBe('open')
  })

  test('an answer stops it, and a note stops what is urgent', async () => {
    await settings({ unanswered: 'PT2S', urgent: 'PT2S' })
    const answered = await mira.openTicket({ priority: 'urgent' })
    await ada.say(answered, 'Hello Mira')
    expect(await deadlineOf(answered)).toBeNull()
    await settings({ unanswered: null, urgent: 'PT2S' })
    const noted = await mira.openTicket({ priority: 'urgent' })
    await ada.say(noted, 'Looking into it', { type: 'internal_note' })
    // A third one, wound later and for as long, tells when the time of the two is over.
    await isEscalated(await mira.openTicket({ priority: 'urgent' }))
    expect([await escalations(answered), await escalations(noted)]).toEqual([[], []])
  })

  test.each<[TicketStatus]>([['resolved'], ['closed'], ['pending']])('%s stops it', async (status) => {
    const ticket = await mira.openTicket({ priority: 'urgent' })
    expect(await deadlineOf(ticket)).toMatchObject({ rule: 'urgent' })
    await dora.put(`/api/tickets/${ticket.id}/status`, { status })
    expect(await deadlineOf(ticket)).toBeNull()
    const jobs = await house.database.query(`SELECT 1 FROM graphile_worker.jobs WHERE key = $1`, [
      `escalation.clock:${ticket.id}`,
    ])
    expect(jobs).toEqual([])
  })

  test('a ticket that the customer opens again is waited for anew', async () => {
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'Done')
    await ada.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })
    const message = await mira.say(ticket, 'It still leaks')
    expect(await deadlineOf(ticket)).toEqual({
      at: new Date(Date.parse(message.createdAt) + 48 * HOUR).toISOString(),
      rule: 'unanswered',
      startedAt: message.createdAt,
      duration: 'PT48H',
      businessHours: false,
    })
  })

  test('new settings wind the clocks that run', async () => {
    const ticket = await mira.openTicket()
    expect(await deadlineOf(ticket)).toMatchObject({ duration: 'PT48H' })
    await settings({ unanswered: 'PT1S' })
    expect((await isEscalated(ticket)).data.params.duration).toBe('PT1S')
  })

  test('it comes once, whatever rings', async () => {
    await settings({ unanswered: 'PT1S' })
    const ticket = await mira.openTicket()
    await isEscalated(ticket)
    const payload = JSON.stringify({ shopId: shop.shopId, ticketId: ticket.id })
    await house.database.query(
      `SELECT graphile_worker.add_job('escalation.clock', $1::json) FROM generate_series(1, 5)`,
      [payload],
    )
    await noJobs('escalation.clock')
    expect(await escalations(ticket)).toHaveLength(1)
  })

  test('one that rings before its time is wound again', async () => {
    const ticket = await mira.openTicket()
    await ringAll()
    await vi.waitFor(async () => {
      const [job] = await house.database.query<{ ahead: boolean; attempts: number }>(
        `SELECT run_at > now() + interval '47 hours' AS ahead FROM graphile_worker.jobs WHERE key = $1`,
        [`escalation.clock:${ticket.id}`],
      )
      expect(job).toMatchObject({ ahead: true })
    }, PATIENCE)
    expect((await read(ticket)).status).toBe('open')
  })

  test('after an hour of being down, it comes with the start, and once though two nodes start', async () => {
    await settings({ unanswered: 'PT30M' })
    const tickets = await Promise.all(Array.from({ length: 10 }, () => mira.openTicket()))
    ahead = HOUR
    await ringAll()
    const [second] = await Promise.all([secondNode(), house.restart()])
    await Promise.all(tickets.map(isEscalated))
    await noJobs('escalation.clock', `AND payload->>'ticketId' = ANY($1)`, [tickets.map(({ id }) => id)])
    await second.stop()
    for (const ticket of tickets) expect(await escalations(ticket)).toHaveLength(1)
  })

  test('a clock goes on over a restart', async () => {
    await settings({ unanswered: 'PT3S' })
    const ticket = await mira.openTicket()
    await house.restart()
    expect((await isEscalated(ticket)).data.rule).toBe('unanswered')
    expect(await escalations(ticket)).toHaveLength(1)
  })
})

function secondNode(): Promise<Running> {
  const env = { DATABASE_URL: house.database.url, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', DEMO: 'false' }
  const config = { ...readConfig(env, process.cwd()), port: 0 }
  return start(config, openLog(config), { clock: () => new Date(Date.now() + ahead) })
}

const noJobs = (name: string, where = '', values: unknown[] = []): Promise<void> =>
  vi.waitFor(async () => {
    const jobs = await house.database.query(
      `SELECT 1 FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = '${name}' AND j.run_at <= now() AND j.attempts < j.max_attempts ${where}`,
      values,
    )
    expect(jobs).toEqual([])
  }, PATIENCE)

describe('by a rating', () => {
  test('below the bound of the shop it escalates, at the bound it does not', async () => {
    const [bad, fair] = [await mira.openTicket(), await mira.openTicket()]
    for (const ticket of [bad, fair]) await ada.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })
    await mira.post(`/api/tickets/${fair.id}/rating`, { score: 3 })
    await mira.post(`/api/tickets/${bad.id}/rating`, { score: 2, comment: 'Slow' })
    const fact = await isEscalated(bad)
    expect(fact).toMatchObject({
      actor: { kind: 'system' },
      data: { rule: 'rating', params: { score: 2, below: 3 }, from: 'resolved', to: 'escalated' },
    })
    await noJobs('escalation.rating')
    expect(await escalations(fair)).toEqual([])
  })

  test('whose job runs again after it was done, it comes once', async () => {
    const ticket = await mira.openTicket()
    await ada.put(`/api/tickets/${ticket.id}/status`, { status: 'resolved' })
    await mira.post(`/api/tickets/${ticket.id}/rating`, { score: 1 })
    const { position } = await isEscalated(ticket)
    await ada.put(`/api/tickets/${ticket.id}/status`, { status: 'in_progress' })
    const payload = JSON.stringify({ shopId: shop.shopId, ticketId: ticket.id, score: 1, position: position - 2 })
    await house.database.query(`SELECT graphile_worker.add_job('escalation.rating', $1::json)`, [payload])
    await noJobs('escalation.rating')
    expect((await read(ticket)).status).toBe('in_progress')
  })
})

describe('why a deadline is what it is', () => {
  const explain = (ticket: Pick<Ticket, 'id'>) => ada.get<DeadlineExplained>(`/api/tickets/${ticket.id}/deadline`)

  test('on the clock on the wall', async () => {
    const ticket = await mira.openTicket({ priority: 'urgent' })
    const { body } = await explain(ticket)
    expect(body.clocks.map(({ rule }) => rule)).toEqual(['urgent', 'unanswered'])
    expect(body.deadline).toEqual(await deadlineOf(ticket))
    expect(body).toMatchObject({ because: null, hours: null, counted: [{ from: ticket.createdAt, seconds: 7200 }] })
  })

  test('in the hours of the shop', async () => {
    await dora.patch('/api/shop', {
      settings: { hours: { timeZone: 'Asia/Tokyo', holidays: ['2026-12-25', '2026-01-01'] } },
    })
    await settings({ businessHours: true, unanswered: 'PT20H' })
    const { body } = await explain(await mira.openTicket())
    expect(body.hours).toMatchObject({ timeZone: 'Asia/Tokyo', holidays: ['2026-01-01', '2026-12-25'] })
    expect(body.counted.length).toBeGreaterThanOrEqual(3)
    expect(body.counted.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(20 * 3600)
    expect(body.deadline?.at).toBe(body.counted.at(-1)?.to)
  })

  test('and why there is none', async () => {
    const ticket = await mira.openTicket()
    await ada.say(ticket, 'Hello')
    expect((await explain(ticket)).body).toMatchObject({ deadline: null, because: 'answered', clocks: [], counted: [] })
  })

  test('the customer sees nothing of it', async () => {
    const { body } = await mira.get<Ticket>(`/api/tickets/${(await mira.openTicket()).id}`)
    expect(body.desk).toBeUndefined()
  })
})

describe('settings', () => {
  const week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  test.each([
    ['a duration of none', { escalation: { unanswered: 'PT0S' } }],
    ['a duration that is no text', { escalation: { urgent: 7200 } }],
    ['a duration of years', { escalation: { unanswered: 'P90D' } }],
    ['a bound beyond five', { escalation: { ratingBelow: 6 } }],
    ['a priority that is none', { escalation: { byPriority: { extreme: 'PT1H' } } }],
    ['a field that is none', { escalation: { levels: 3 } }],
    ['a time zone that is none', { hours: { timeZone: 'Mars/Olympus' } }],
    ['a time of day that is none', { hours: { week: { mon: [{ from: '9:00', to: '18:00' }] } } }],
    ['an end after the day', { hours: { week: { mon: [{ from: '09:00', to: '24:01' }] } } }],
    ['a day that is none', { hours: { week: { monday: [] } } }],
    ['a holiday that is none', { hours: { holidays: ['2026-02-30'] } }],
    ['hours that never open, to be counted', { escalation: { businessHours: true }, hours: { week } }],
  ])('%s is refused and changes nothing', async (_, change) => {
    const before = (await dora.get<Shop>('/api/shop')).body
    expect((await dora.patch('/api/shop', { settings: change })).status).toBe(422)
    expect((await dora.get<Shop>('/api/shop')).body).toEqual(before)
  })

  test('an agent reads them and does not change them', async () => {
    expect((await ada.get<Shop>('/api/shop')).body.settings.escalation).toEqual(LONG)
    expect((await ada.patch('/api/shop', { settings: { escalation: { unanswered: 'PT1S' } } })).status).toBe(403)
  })
})
