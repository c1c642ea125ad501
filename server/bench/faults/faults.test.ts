import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildProgram } from '../../testing/program.ts'
import { CASES } from './cases.ts'
import { Ledger, type Seen } from './ledger.ts'
import { openPlace, type Place } from './place.ts'
import { runCase } from './run.ts'

vi.setConfig({ testTimeout: 300_000 })

const SIZE = { chats: 6, perSecond: 20, before: 1_000, after: 500, rounds: 1, long: 3_000 }

describe('what is acknowledged is neither lost nor doubled, and stays in order', () => {
  let place: Place
  beforeAll(async () => {
    await buildProgram()
    place = await openPlace({ shops: 2, agents: 3 })
  }, 180_000)
  afterAll(() => place?.close())

  test.each(CASES.filter(({ quick }) => quick))('$id: $what', async (one) => {
    const outcome = await runCase(place, one, SIZE)
    expect(outcome).toMatchObject({ lost: 0, doubled: 0, disordered: 0 })
    expect(outcome.acknowledged).toBeGreaterThan(0)
    expect(outcome.acknowledged).toBe(outcome.written)
  })
})

describe('the ledger', () => {
  const rows = (...ids: string[]): Seen[] => ids.map((clientId, at) => ({ seq: at + 1, clientId, author: 'customer' }))
  const written = (...ids: string[]) => {
    const ledger = new Ledger()
    for (const clientId of ids) ledger.note(sent(clientId), clientId, 't', 'customer')
    return ledger
  }
  const sent = (clientId: string) => ({ get: () => ({ messages: [{ clientId, state: 'sent' as const }] }) })
  const judge = (ledger: Ledger, stored: Seen[], ...screens: Seen[][]) =>
    ledger.judge(new Map([['t', stored]]), new Map([['t', screens]]))

  test('finds nothing wrong where nothing is', () => {
    const verdict = judge(written('a', 'b'), rows('a', 'b'), rows('a', 'b'))
    expect(verdict).toEqual({ written: 2, acknowledged: 2, lost: 0, doubled: 0, disordered: 0 })
  })

  test('finds what is missing in the database, and on a screen', () => {
    expect(judge(written('a', 'b'), rows('a'), rows('a', 'b')).lost).toBe(1)
    expect(judge(written('a', 'b'), rows('a', 'b'), rows('a', 'b'), rows('a')).lost).toBe(1)
  })

  test('finds what is there twice', () => {
    expect(judge(written('a'), rows('a', 'a')).doubled).toBe(1)
  })

  test('finds a hole, and messages of one author in another order', () => {
    expect(
      judge(
        written('a'),
        rows('a').map((row) => ({ ...row, seq: 2 })),
      ).disordered,
    ).toBe(1)
    expect(judge(written('a', 'b'), rows('b', 'a')).disordered).toBe(1)
  })

  test('counts what neither arrives nor fails as lost', () => {
    const ledger = new Ledger()
    ledger.note({ get: () => ({ messages: [{ clientId: 'a', state: 'pending' }] }) }, 'a', 't', 'customer')
    expect(judge(ledger, []).lost).toBe(1)
  })
})
