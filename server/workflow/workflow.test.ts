import type { DryRunAnswer, Fact, Page, Problem, Ticket, Workflow, WorkflowRule } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'

const PATIENCE = { timeout: 20_000, interval: 100 }

let house: TestHouse
let shop: TestShop
let mira: Shopper
let ada: Caller & { agentId: string }
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  mira = await aShopper(house, shop, { name: 'Mira' })
  const { agentId, token } = await anAgent(house, shop)
  ada = Object.assign(new Caller(house, token), { agentId })
  dora = new Caller(house, shop.adminToken)
})
beforeEach(() => rules())
afterAll(() => house.close())

const rule = (change: Partial<WorkflowRule> = {}): WorkflowRule => ({
  ...{ id: 'broken', name: 'What is broken is urgent', active: true },
  ...{ when: { event: 'ticket_created' }, and: { words: ['broken', 'cassé'] }, then: { priority: 'urgent' } },
  ...change,
})

async function rules(...all: WorkflowRule[]): Promise<void> {
  const { status, body } = await dora.put<Workflow>('/api/workflow', { rules: all })
  expect([status, body.rules]).toEqual([200, all])
}

const read = async (ticket: Pick<Ticket, 'id'>): Promise<Ticket> =>
  (await ada.get<Ticket>(`/api/tickets/${ticket.id}`)).body
const becomes = (ticket: Pick<Ticket, 'id'>, expected: Partial<Ticket>): Promise<void> =>
  vi.waitFor(async () => expect(await read(ticket)).toMatchObject(expected), PATIENCE)
const factsOf = async (ticket: Pick<Ticket, 'id'>): Promise<Fact[]> =>
  (await ada.get<Page<Fact>>(`/api/tickets/${ticket.id}/facts`)).body.items
const settled = (): Promise<void> =>
  vi.waitFor(async () => {
    const left = await house.database.query(
      `SELECT 1 FROM graphile_worker.jobs WHERE task_identifier LIKE 'workflow.%' AND run_at <= now()`,
    )
    expect(left).toEqual([])
  }, PATIENCE)

describe('the rules of a shop', () => {
  test('run on a new ticket, and every fact says which', async () => {
    await rules(rule({ then: { priority: 'urgent', category: 'product_issue', assigneeId: ada.agentId } }))
    const [calm, broken] = [await mira.openTicket(), await mira.openTicket({ subject: 'It arrived BROKEN!' })]
    await becomes(broken, { priority: 'urgent', category: 'product_issue', assigneeId: ada.agentId })
    const done = (await factsOf(broken)).filter(({ actor }) => actor.kind === 'system')
    expect(done.map(({ type }) => type)).toEqual(expect.arrayContaining(['ticket.changed', 'ticket.assigned']))
    expect(new Set(done.map(({ actor }) => actor.name))).toEqual(new Set(['What is broken is urgent']))
    await settled()
    expect((await read(calm)).priority).toBe('medium')
  })

  test('go by what the customer writes later', async () => {
    await rules(rule({ when: { event: 'customer_wrote' }, then: { escalate: 'It is broken.' } }))
    const ticket = await mira.openTicket({ subject: 'Broken' })
    await mira.say(ticket, 'Hello?')
    await settled()
    expect((await read(ticket)).status).toBe('open')
    await mira.say(ticket, 'Vous l’avez cassé')
    await becomes(ticket, { status: 'escalated' })
    const [fact] = (await factsOf(ticket)).filter(({ type }) => type === 'ticket.escalated')
    expect(fact?.data).toMatchObject({
      rule: 'workflow',
      reason: 'It is broken.',
      params: { workflowId: 'broken', workflow: 'What is broken is urgent' },
    })
  })

  test('follow each other, and end', async () => {
    await rules(
      rule({ id: 'up', and: {}, then: { priority: 'high', status: 'in_progress' } }),
      rule({ id: 'down', when: { event: 'status_changed' }, and: {}, then: { priority: 'low', status: 'open' } }),
    )
    const ticket = await mira.openTicket()
    await becomes(ticket, { priority: 'low', status: 'open' })
    await settled()
    const turns = (await factsOf(ticket)).filter(({ type }) => type === 'ticket.status_changed')
    expect(turns).toHaveLength(2)
  })

  test('wait for a ticket’s age, also of one that was there before them', async () => {
    const ticket = await mira.openTicket()
    await rules(
      rule({ when: { event: 'older_than', duration: 'PT1S' }, and: { answered: false }, then: { status: 'closed' } }),
    )
    const later = await mira.openTicket()
    const answered = await mira.openTicket()
    await ada.say(answered, 'Hello Mira')
    await Promise.all([ticket, later].map((one) => becomes(one, { status: 'closed' })))
    await vi.waitFor(async () => {
      const waiting = await house.database.query(`SELECT 1 FROM graphile_worker.jobs WHERE key LIKE $1`, [
        `workflow.age:${answered.id}%`,
      ])
      expect(waiting).toEqual([])
    }, PATIENCE)
    expect((await read(answered)).status).toBe('in_progress')
  })

  test('a job that runs again does nothing twice', async () => {
    await rules(rule({ and: {}, then: { priority: 'high' } }))
    const ticket = await mira.openTicket()
    await becomes(ticket, { priority: 'high' })
    await settled()
    await rules(rule({ and: {}, then: { priority: 'low' } }))
    const [created] = await factsOf(ticket)
    const again = {
      shopId: shop.shopId,
      ticketId: ticket.id,
      event: 'ticket_created',
      position: created?.position,
      status: 'open',
      seq: null,
      ruleId: null,
    }
    await house.database.query(`SELECT graphile_worker.add_job('workflow.run', $1::json)`, [JSON.stringify(again)])
    await settled()
    expect((await read(ticket)).priority).toBe('high')
  })

  test('know the tags and the shop’s own categories, in conditions and in what is done', async () => {
    await dora.post('/api/categories', { id: 'porcelain', label: { en: 'Porcelain' } })
    await rules(
      rule({ id: 'sort', then: { category: 'porcelain', addTags: ['fragile', 'check'] } }),
      rule({
        id: 'check',
        and: { category: ['porcelain'], tags: ['check', 'other'] },
        then: { removeTags: ['check'] },
      }),
      rule({ id: 'raise', and: { tags: ['nothing'] }, then: { priority: 'urgent' } }),
    )
    const ticket = await mira.openTicket({ subject: 'Broken' })
    await becomes(ticket, { category: 'porcelain', priority: 'medium' })
    await settled()
    expect((await read(ticket)).desk?.tags).toEqual(['fragile'])
    const found = await ada.get<Page<Ticket>>('/api/tickets?tag=fragile')
    expect(found.body.items.map(({ id }) => id)).toEqual([ticket.id])
    const edits = (await factsOf(ticket)).flatMap((fact) => (fact.type === 'ticket.changed' ? fact.data.changes : []))
    expect(edits.filter(({ field }) => field === 'tags').map(({ to }) => to)).toEqual([
      ['check', 'fragile'],
      ['fragile'],
    ])
    const run = await dora.post<DryRunAnswer>('/api/workflow/dry-run', {
      days: 1,
      rules: [rule({ and: { words: ['broken'], category: ['general_inquiry'] }, then: { addTags: ['fragile'] } })],
    })
    const step = run.body.steps.find(({ ticketId }) => ticketId === ticket.id)
    expect(step?.changes).toEqual({ addTags: ['fragile'] })
  })

  test.each([
    ['a category that the shop has not', { and: { category: ['weather'] } }, 'rules.0.and.category.0'],
    ['to a category that the shop has not', { then: { category: 'weather' } }, 'rules.0.then.category'],
    ['an odd tag', { and: { tags: ['a b'] } }, 'rules.0.and.tags.0'],
    ['with an odd tag', { then: { addTags: ['!'] } }, 'rules.0.then.addTags.0'],
    ['without a tag to add', { then: { addTags: [] } }, 'rules.0.then.addTags'],
  ])('%s is refused by its place', async (_, odd, path) => {
    const answer = await dora.put<Problem>('/api/workflow', { rules: [rule(odd)] })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } })
  })

  test('one that cannot be carried out leaves the others alone', async () => {
    const ben = await anAgent(house, shop, 'Ben')
    await rules(
      rule({ id: 'gone', and: {}, then: { assigneeId: ben.agentId } }),
      rule({ id: 'next', and: {}, then: { priority: 'low' } }),
    )
    await house.database.query('DELETE FROM auth.member WHERE user_id = $1', [ben.agentId])
    await becomes(await mira.openTicket(), { priority: 'low', assigneeId: null })
  })
})

describe('a dry run', () => {
  test('tells what would have happened, and changes nothing', async () => {
    const other = await aShop(house, 'Atelier Nord')
    const [tom, boss] = [await aShopper(house, other), new Caller(house, other.adminToken)]
    const broken = await tom.openTicket({ subject: 'Broken cup' })
    await tom.openTicket({ subject: 'Where is it?' })
    await tom.say(broken, 'Still broken')
    await boss.put(`/api/tickets/${broken.id}/status`, { status: 'resolved' })
    const before = await boss.get<Page<Fact>>(`/api/tickets/${broken.id}/facts`)
    const answer = await boss.post<DryRunAnswer>('/api/workflow/dry-run', {
      days: 7,
      rules: [
        rule(),
        rule({ id: 'words', name: 'Words', when: { event: 'customer_wrote' }, then: { priority: 'high' } }),
        rule({
          id: 'done',
          name: 'Done',
          when: { event: 'status_changed' },
          and: { status: ['resolved'] },
          then: { category: 'suggestion' },
        }),
        rule({
          id: 'never',
          name: 'Never',
          when: { event: 'older_than', duration: 'P2D' },
          and: {},
          then: { status: 'closed' },
        }),
      ],
    })
    expect([answer.status, answer.body.examined, answer.body.complete]).toEqual([200, 2, true])
    expect(answer.body.steps.map(({ number, event, ruleId, changes }) => [number, event, ruleId, changes])).toEqual([
      [1, 'ticket_created', 'broken', { priority: 'urgent' }],
      [1, 'customer_wrote', 'words', { priority: 'high' }],
      [1, 'status_changed', 'done', { category: 'suggestion' }],
    ])
    expect(answer.body.rules.map(({ ruleId, runs }) => [ruleId, runs])).toEqual([
      ['broken', 1],
      ['words', 1],
      ['done', 1],
      ['never', 0],
    ])
    expect((await boss.get<Page<Fact>>(`/api/tickets/${broken.id}/facts`)).body).toEqual(before.body)
    expect((await boss.get<Ticket>(`/api/tickets/${broken.id}`)).body.priority).toBe('medium')
    expect((await boss.get<Workflow>('/api/workflow')).body).toEqual({ rules: [], revision: 0, updatedAt: null })
  })

  test('tells what the rules have really done', async () => {
    const all = [
      rule({ id: 'up', and: {}, then: { priority: 'high', status: 'in_progress' } }),
      rule({ id: 'down', when: { event: 'status_changed' }, and: {}, then: { priority: 'low' } }),
    ]
    const ticket = await mira.openTicket()
    const { body } = await dora.post<DryRunAnswer>('/api/workflow/dry-run', { days: 1, rules: all })
    await rules(...all)
    const twin = await mira.openTicket()
    await becomes(twin, { priority: 'low', status: 'in_progress' })
    expect(body.steps.filter(({ ticketId }) => ticketId === ticket.id).map(({ changes }) => changes)).toEqual([
      { priority: 'high', status: 'in_progress' },
      { priority: 'low' },
    ])
  })
})

describe('the door', () => {
  test('is an admin’s', async () => {
    for (const caller of [mira, ada]) {
      expect((await caller.get('/api/workflow')).status).toBe(403)
      expect((await caller.put('/api/workflow', { rules: [] })).status).toBe(403)
      expect((await caller.post('/api/workflow/dry-run', { rules: [], days: 1 })).status).toBe(403)
    }
  })

  test('refuses rules that were changed meanwhile', async () => {
    const { revision } = (await dora.get<Workflow>('/api/workflow')).body
    expect((await dora.put('/api/workflow', { rules: [rule()], revision })).status).toBe(200)
    const late = await dora.put<Problem>('/api/workflow', { rules: [], revision })
    expect([late.status, late.body.code]).toEqual([409, 'conflict'])
    expect((await dora.get<Workflow>('/api/workflow')).body.rules).toEqual([rule()])
  })

  test.each<[string, object]>([
    ['nothing to do', rule({ then: {} })],
    ['an event that is none', { ...rule(), when: { event: 'full_moon' } }],
    ['an age without a duration', { ...rule(), when: { event: 'older_than' } }],
    ['a duration where none belongs', { ...rule(), when: { event: 'ticket_created', duration: 'PT1H' } }],
    ['a condition that is none', { ...rule(), and: { weather: ['rain'] } }],
    ['an empty list', rule({ and: { priority: [] } })],
    ['a word that is none', rule({ and: { words: ['!!'] } })],
    ['a status and an escalation', rule({ then: { status: 'open', escalate: 'Now' } })],
    ['an agent of another shop', rule({ then: { assigneeId: '0198a1a1-0000-7000-8000-000000000000' } })],
    ['a department that is none', rule({ then: { departmentId: '0198a1a1-0000-7000-8000-000000000000' } })],
    ['an id with spaces', rule({ id: 'two words' })],
  ])('refuses %s and changes nothing', async (_, wrong) => {
    expect((await dora.put('/api/workflow', { rules: [wrong] })).status).toBe(422)
    expect((await dora.put('/api/workflow', { rules: [rule(), rule()] })).status).toBe(422)
    expect((await dora.get<Workflow>('/api/workflow')).body.rules).toEqual([])
  })
})
