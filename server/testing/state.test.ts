import {
  type AgentClient,
  createAgentClient,
  createClient,
  Failure,
  type ShopperClient,
  type Thread,
} from '@comptoir/sdk'
import type { Ticket } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse } from './house.ts'

let house: TestHouse
let mira: ShopperClient
let ada: AgentClient
let ben: AgentClient
let dora: AgentClient
let adaId: string
beforeAll(async () => {
  house = await openTestHouse()
  const shop = await aShop(house)
  const agents = [await anAgent(house, shop), await anAgent(house, shop, 'Ben')] as const
  adaId = agents[0].agentId
  const { url } = house
  mira = createClient({ url, shopKey: shop.publicKey })
  ada = createAgentClient({ url, token: agents[0].token })
  ben = createAgentClient({ url, token: agents[1].token })
  dora = createAgentClient({ url, token: shop.adminToken })
})
afterAll(async () => {
  for (const client of [mira, ada, ben, dora]) client.close()
  await house.close()
})

/** One ticket as both sides follow it. */
interface Scene {
  id: string
  asking: Thread
  answering: Thread
}

/** Everything that can happen to a ticket that somebody follows. What is refused, such as to escalate it twice, changes nothing. */
const EVENTS: Record<string, (scene: Scene) => unknown> = {
  'Mira writes': ({ asking }) => asking.send('Is it there yet?'),
  'Mira writes by HTTP': ({ id }) => mira.tickets.post(id, { message: 'Hello?' }),
  'Ada answers': ({ answering }) => answering.send('Not yet.'),
  'Ben answers': ({ id }) => ben.tickets.post(id, { message: 'It is on its way.' }),
  'Ben leaves a note': ({ id }) => ben.tickets.post(id, { message: 'She waits.', type: 'internal_note' }),
  'Mira reads': ({ asking }) => asking.markRead(),
  'Ada reads': ({ answering }) => answering.markRead(),
  'the status turns to pending': ({ id }) => ben.tickets.setStatus(id, { status: 'pending' }),
  'the status turns to resolved': ({ id }) => ben.tickets.setStatus(id, { status: 'resolved' }),
  'the status turns to in_progress': ({ id }) => ben.tickets.setStatus(id, { status: 'in_progress' }),
  'the subject changes': ({ id }) => ben.tickets.change(id, { subject: 'Two parcels' }),
  'the priority changes': ({ id }) => ben.tickets.change(id, { priority: 'high' }),
  'tags are set': ({ id }) => ben.tickets.change(id, { tags: ['vip'] }),
  'Ada gets it': ({ id }) => ben.tickets.assign(id, { agentId: adaId }),
  'nobody holds it': ({ id }) => ben.tickets.assign(id, { agentId: null }),
  'it is snoozed': ({ id }) => ben.tickets.snooze(id, { until: '2036-11-22T10:00:00.000Z' }),
  'it is escalated': ({ id }) => ben.tickets.escalate(id, { reason: 'She waits.' }),
  'every socket breaks': () => house.context.io.disconnectSockets(true),
}

async function happen(event: string, scene: Scene): Promise<void> {
  try {
    await EVENTS[event]?.(scene)
  } catch (refused) {
    if (!(refused instanceof Failure)) throw refused
  }
}

async function follow(): Promise<Scene> {
  const { id } = await mira.tickets.create({ subject: 'Where is my parcel?', channel: 'chat' })
  return { id, asking: mira.thread(id), answering: ada.thread(id) }
}

/** What neither side shows: how often it was changed; and to the customer, when an agent did last. */
const shown = ({ revision: _, updatedAt, ...ticket }: Ticket) => ({ ...ticket, ...(ticket.desk && { updatedAt }) })

async function asFetched({ tickets }: ShopperClient | AgentClient, { id }: Scene) {
  const { messages, customer: _, ...ticket } = await tickets.get(id)
  return { ticket: shown(ticket), messages }
}

function asFollowed(thread: Thread) {
  const { ticket, messages } = thread.get()
  // An answer that crosses a colleague's is refused, and waits for its writer.
  const here = messages.filter(({ state }) => state !== 'failed')
  const stored = here.map(({ state: _, failure: __, ...message }) => message)
  return { ticket: ticket && shown(ticket), messages: stored }
}

const compare = (scene: Scene) =>
  vi.waitFor(
    async () => {
      expect(asFollowed(scene.asking)).toEqual(await asFetched(mira, scene))
      expect(asFollowed(scene.answering)).toEqual(await asFetched(ada, scene))
    },
    { timeout: 30_000, interval: 100 },
  )

const close = ({ asking, answering }: Scene) => {
  asking.close()
  answering.close()
}

describe('what both sides see after an event is what they would fetch', () => {
  test('after each', async () => {
    const scene = await follow()
    for (const event of Object.keys(EVENTS)) {
      await happen(event, scene)
      await compare(scene)
    }
    close(scene)
  })

  test('after any of them, in any order and all at once', async () => {
    const histories = fc.array(fc.constantFrom(...Object.keys(EVENTS)), { minLength: 2, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const scene = await follow()
        await Promise.all(history.map((event) => happen(event, scene)))
        await compare(scene)
        close(scene)
      }),
      { numRuns: 10, endOnFailure: true },
    )
  })

  test('also when the ticket is deleted', async () => {
    const scene = await follow()
    await compare(scene)
    await dora.tickets.delete(scene.id)
    for (const thread of [scene.asking, scene.answering])
      await vi.waitFor(() => expect(thread.get().failure).toMatchObject({ code: 'not_found' }), { timeout: 15_000 })
    close(scene)
  })
})
