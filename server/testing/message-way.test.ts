import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createAgentClient, createClient, type ThreadMessage } from '@comptoir/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse } from './house.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(`${ROOT}README.md`, 'utf8')
const way = readme.split('## The way of a message')[1]?.split('\n## ')[0] ?? ''
const stops = [...way.matchAll(/`([\w./-]+\.tsx?)`(?:,| \()\s*`?(\w+)?/g)].map(([, file = '', name]) => ({
  file,
  name,
}))

describe('the way of a message in the README', () => {
  test('has its eleven stops', () => {
    expect(way.match(/^\d+\. /gm)).toHaveLength(11)
    expect(stops.length).toBeGreaterThan(10)
  })

  test.each(stops)('$file is there, and knows $name', ({ file, name }) => {
    expect(existsSync(ROOT + file)).toBe(true)
    if (name) expect(readFileSync(ROOT + file, 'utf8')).toMatch(new RegExp(`\\b${name}\\b`))
  })
})

describe('a message', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openTestHouse()
  })
  afterAll(() => house.close())

  test('goes the whole way: pending, stored once, on the agent’s screen, sent, answered, in facts and jobs', async () => {
    const shop = await aShop(house)
    const { token } = await anAgent(house, shop)
    const mira = createClient({ url: house.url, shopKey: shop.publicKey })
    const ada = createAgentClient({ url: house.url, token })
    const asking = mira.newThread()
    try {
      ada.connect()
      await until(ada, () => ada.state === 'online')
      const row = new Promise<string>((resolve) => ada.on('row', ({ id, lastSeq }) => lastSeq === 1 && resolve(id)))

      const held = new Promise<void>((resolve) => ada.on('fact', ({ type }) => type === 'ticket.assigned' && resolve()))

      const clientId = asking.send('Is the teapot still there?')
      expect(asking.get().messages).toMatchObject([{ clientId, seq: null, state: 'pending' }])
      await until(asking, () => asking.get().messages[0]?.state === 'sent')
      expect(asking.get().messages).toMatchObject([{ clientId, seq: 1 } satisfies Partial<ThreadMessage>])

      const ticketId = await row
      const answering = ada.thread(ticketId)
      await until(answering, () => answering.get().messages.length === 1)
      expect(answering.get().messages[0]).toMatchObject({ clientId, message: 'Is the teapot still there?' })
      answering.send('It is.')
      await until(asking, () => asking.get().messages.length === 2)
      expect(asking.get().messages[1]).toMatchObject({
        seq: 2,
        message: 'It is.',
        author: { kind: 'agent', name: 'Ada' },
      })

      const stored = await house.database.query(
        'SELECT seq, client_id FROM ticket_messages WHERE ticket_id = $1 ORDER BY seq',
        [ticketId],
      )
      expect(stored).toMatchObject([{ seq: 1, client_id: clientId }, { seq: 2 }])
      await held
      const facts = await house.database.query('SELECT type FROM facts WHERE ticket_id = $1 ORDER BY position', [
        ticketId,
      ])
      const types = facts.map((fact) => fact.type)
      // A holder is found beside the conversation, not at a place in it.
      expect(types.filter((type) => type === 'ticket.assigned')).toHaveLength(1)
      expect(types.filter((type) => type !== 'ticket.assigned')).toEqual([
        'ticket.created',
        'message.posted',
        'message.posted',
        'ticket.status_changed',
      ])
      const clocks = await house.database.query('SELECT key FROM graphile_worker._private_jobs WHERE key = $1', [
        `mail.answers:${ticketId}`,
      ])
      expect(clocks).toHaveLength(1)
    } finally {
      mira.close()
      ada.close()
    }
  })
})

/** Waits until the condition holds, looking at each change. */
function until(
  source: { subscribe(listener: () => void): () => void } | { on(event: 'state', listener: () => void): () => void },
  holds: () => boolean,
) {
  return new Promise<void>((resolve) => {
    const look = () => {
      if (!holds()) return
      stop?.()
      resolve()
    }
    const stop = 'subscribe' in source ? source.subscribe(look) : source.on('state', look)
    look()
  })
}
