import type { Fact, Page, Shop } from '@comptoir/sdk/contract'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { newDatabase } from '../testing/database.ts'
import { aShop, openTestHouse } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { buildProgram, comptoir, serve } from '../testing/program.ts'
import { PostOffice } from '../testing/smtp.ts'

vi.setConfig({ testTimeout: 240_000 })

/** A condition is looked at until it holds; the test's own time limit ends a hopeless one. */
const PATIENCE = { timeout: 200_000, interval: 100 }

beforeAll(buildProgram, 240_000)

test('what a node had in hand when it was killed is done by another', async () => {
  const database = await newDatabase()
  onTestFinished(() => database.drop())
  const office = await PostOffice.open(takesTheFirstInSilence())
  onTestFinished(() => office.close())
  const { host, port } = office.setting
  const env = { DATABASE_URL: database.url, DEMO: 'false', MAIL_HOST: host, MAIL_PORT: String(port) }

  const one = await serve(env)
  const who = ['--admin-email', 'dora@maison-perle.example', '--admin-password', 'correct horse battery']
  const shop = ['shop', 'create', '--json', '--name', 'Maison Perle', '--origin', 'https://maison-perle.example']
  const { stdout } = await comptoir([...shop, ...who], env)
  const mira = await aShopper(one, JSON.parse(stdout), { name: 'Mira', email: 'mira@example.com' })
  await mira.openTicket()
  await vi.waitFor(() => expect(tries).toHaveLength(1), PATIENCE)

  await serve(env)
  await one.end('SIGKILL')
  await vi.waitFor(() => expect(tries).toHaveLength(2), PATIENCE)
  // One mail, so that a reader whose server had taken it already sees it once.
  expect(tries[1]).toBe(tries[0])
})

test('a clock that two nodes wait for rings once', async () => {
  const here = await openTestHouse()
  const there = await openTestHouse({ beside: here })
  onTestFinished(async () => {
    await there.close()
    await here.close()
  })
  const shop = await aShop(here)
  const dora = new Caller(here, shop.adminToken)
  await dora.patch<Shop>('/api/shop', { settings: { escalation: { unanswered: 'PT1S' } } })
  const mira = await aShopper(here, shop, { name: 'Mira' })
  const tickets = await Promise.all(Array.from({ length: 12 }, () => mira.openTicket()))
  const escalationsOf = async (id: string) => {
    const { body } = await dora.get<Page<Fact>>(`/api/tickets/${id}/facts`)
    return body.items.filter(({ type }) => type === 'ticket.escalated').length
  }
  for (const { id } of tickets) await vi.waitFor(async () => expect(await escalationsOf(id)).toBe(1), PATIENCE)
  // When nothing is left to be done, nothing can have been done twice later.
  await vi.waitFor(async () => {
    const due = await here.database.query('SELECT FROM graphile_worker._private_jobs WHERE run_at <= now()')
    expect(due).toHaveLength(0)
  }, PATIENCE)
  for (const { id } of tickets) expect(await escalationsOf(id)).toBe(1)
})

/** The Message-ID of every letter that was handed in whole. */
const tries: string[] = []

/** The first letter is never answered: whoever brought it waits for as long as it lives. */
function takesTheFirstInSilence(): Parameters<typeof PostOffice.open>[0] {
  return {
    onData(stream, _, done) {
      let letter = ''
      stream.setEncoding('utf8').on('data', (text: string) => {
        letter += text
      })
      stream.on('end', () => {
        tries.push(/^message-id: *(\S+)/im.exec(letter)?.[1] ?? '')
        if (tries.length > 1) done()
      })
    },
  }
}
