import { createAgentClient, type PresenceChanged } from '@comptoir/sdk'
import type { AgentRow, Page } from '@comptoir/sdk/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { buildProgram, serve } from '../testing/program.ts'
import { PlainSocket } from '../testing/sockets.ts'

let house: TestHouse
let shop: TestShop
let ada: { agentId: string; token: string }
let ben: { agentId: string; token: string }
const sockets: PlainSocket[] = []

const connect = (token: string, at: { url: string } = house): Promise<PlainSocket> => {
  const socket = new PlainSocket(at, { token })
  sockets.push(socket)
  return socket.connected()
}

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  ada = await anAgent(house, shop)
  ben = await anAgent(house, shop, 'Ben')
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  await vi.waitFor(async () => {
    expect((await agents()).filter(({ presence }) => presence.state !== 'offline')).toEqual([])
  }, PATIENCE)
})
afterAll(() => house.close())

/** A condition is looked at until it holds; the test's own time limit ends a hopeless one. */
const PATIENCE = { timeout: 25_000, interval: 50 }

const agents = async (): Promise<AgentRow[]> =>
  (await new Caller(house, shop.adminToken).get<Page<AgentRow>>('/api/agents')).body.items

const stateOf = async ({ agentId }: { agentId: string }) =>
  (await agents()).find(({ id }) => id === agentId)?.presence.state

describe('an agent', () => {
  test('is present while a socket of theirs is connected, and colleagues are told', async () => {
    const bens = await connect(ben.token)
    const adas = await connect(ada.token)
    const come = await bens.hears('presence_changed', ({ agentId }) => agentId === ada.agentId)
    expect(come).toEqual({ agentId: ada.agentId, state: 'present', since: expect.any(String) })
    expect((await agents()).find(({ id }) => id === ada.agentId)?.presence).toEqual({
      state: 'present',
      since: come.since,
    })
    adas.close()
    await bens.hears('presence_changed', (told) => told.agentId === ada.agentId && told.state === 'offline')
    expect(await stateOf(ada)).toBe('offline')
    expect(await stateOf(ben)).toBe('present')
  })

  test('stays present while one of two pages is open, and is told of once', async () => {
    const bens = await connect(ben.token)
    const [one] = await Promise.all([connect(ada.token), connect(ada.token)])
    await bens.hears('presence_changed', ({ agentId }) => agentId === ada.agentId)
    one.close()
    await one.ended()
    // What comes after it in the same order shows that nothing was told of Ada meanwhile.
    await bens.ask('set_presence', { away: true })
    await bens.hears('presence_changed', ({ agentId, state }) => agentId === ben.agentId && state === 'away')
    expect(bens.heard('presence_changed').filter(({ agentId }) => agentId === ada.agentId)).toHaveLength(1)
    expect(await stateOf(ada)).toBe('present')
    await bens.ask('set_presence', { away: false })
  })

  test('who wants nothing is away until they say otherwise, over new connections too', async () => {
    const first = await connect(ada.token)
    expect(await first.ask('set_presence', { away: true })).toMatchObject({ ok: true, presence: { state: 'away' } })
    first.close()
    await vi.waitFor(async () => expect(await stateOf(ada)).toBe('offline'), PATIENCE)
    const second = await connect(ada.token)
    await vi.waitFor(async () => expect(await stateOf(ada)).toBe('away'), PATIENCE)
    expect(await second.ask('set_presence', { away: false })).toMatchObject({
      ok: true,
      presence: { state: 'present' },
    })
  })
})

test.each([
  ['a shopper', async () => (await aShopper(house, shop)).token],
  ["the shop's backend", async () => shop.secretKey],
])('%s has no presence', async (_, tokenOf) => {
  const socket = await connect(await tokenOf())
  expect(await socket.ask('set_presence', { away: true })).toMatchObject({ ok: false, code: 'forbidden' })
  expect((await agents()).every(({ presence }) => presence.state === 'offline')).toBe(true)
})

test('the list of agents says who they are, where they belong and how busy they are', async () => {
  const list = await agents()
  expect(list.map(({ name, role, busy }) => [name, role, busy])).toEqual([
    ['Dora', 'admin', 0],
    ['Ada', 'support_agent', 0],
    ['Ben', 'support_agent', 0],
  ])
  expect(list[0]?.departments).toEqual([{ id: expect.any(String), name: 'Support', lead: true }])
  const caller = new Caller(house, ada.token)
  const first = await caller.get<Page<AgentRow>>('/api/agents?limit=2')
  const rest = await caller.get<Page<AgentRow>>(`/api/agents?limit=2&cursor=${first.body.nextCursor}`)
  expect([...first.body.items, ...rest.body.items].map(({ id }) => id)).toEqual(list.map(({ id }) => id))
  expect(rest.body.nextCursor).toBeNull()
})

test('the SDK’s client lists agents, says that one of them wants nothing, and hears it', async () => {
  const client = createAgentClient({ url: house.url, token: ada.token })
  const told: PresenceChanged[] = []
  client.on('presence', (change) => told.push(change))
  try {
    await expect(client.setPresence({ away: true })).rejects.toMatchObject({ code: 'network' })
    client.connect()
    await vi.waitFor(() => expect(client.state).toBe('online'), PATIENCE)
    expect(await client.setPresence({ away: true })).toMatchObject({ state: 'away' })
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ agentId: ada.agentId, state: 'away' }), PATIENCE)
    const { items } = await client.agents.list()
    expect(items.find(({ id }) => id === ada.agentId)?.presence.state).toBe('away')
    await client.setPresence({ away: false })
  } finally {
    client.close()
  }
})

test('presence is told in one shop alone', async () => {
  const nord = await aShop(house, 'Atelier Nord')
  const nords = await connect((await anAgent(house, nord)).token)
  await connect(ada.token)
  await vi.waitFor(async () => expect(await stateOf(ada)).toBe('present'), PATIENCE)
  await nords.ask('set_presence', { away: true })
  await nords.hears('presence_changed', ({ state }) => state === 'away')
  expect(nords.heard('presence_changed').filter(({ agentId }) => agentId === ada.agentId)).toEqual([])
})

describe('on several nodes', () => {
  test('an agent is present while connected to any of them', async () => {
    const second = await openTestHouse({ beside: house })
    try {
      const here = await connect(ada.token)
      await connect(ada.token, second)
      await vi.waitFor(async () => {
        const rows = await house.database.query('SELECT node_id FROM presences WHERE agent_id = $1', [ada.agentId])
        expect(rows).toHaveLength(2)
      }, PATIENCE)
      here.close()
      await vi.waitFor(async () => {
        const rows = await house.database.query('SELECT node_id FROM presences WHERE agent_id = $1', [ada.agentId])
        expect(rows).toHaveLength(1)
      }, PATIENCE)
      expect(await stateOf(ada)).toBe('present')
    } finally {
      await second.close()
    }
    await vi.waitFor(async () => expect(await stateOf(ada)).toBe('offline'), PATIENCE)
  })

  test('who was connected to one that is killed is offline soon after', { timeout: 120_000 }, async () => {
    await buildProgram()
    const node = await serve({ DATABASE_URL: house.database.url, DEMO: 'false' })
    const bens = await connect(ben.token)
    await connect(ada.token, node)
    await vi.waitFor(async () => expect(await stateOf(ada)).toBe('present'), PATIENCE)
    await node.end('SIGKILL')
    await bens.hears('presence_changed', ({ agentId, state }) => agentId === ada.agentId && state === 'offline')
    expect(await stateOf(ada)).toBe('offline')
  })
})
