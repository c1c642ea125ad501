import { describe, expect, test } from 'vitest'
import { Desk, until } from './testing/desk.ts'

const desk = new Desk()

describe('an agent who goes', () => {
  const chat = { channel: 'chat' as const }

  test('gives back the chats that wait for an answer, and keeps the others', async () => {
    await desk.plan({ giveBack: 'PT1S' })
    const adas = await desk.comes(desk.ada)
    const waiting = await desk.mira.openTicket(chat)
    const answered = await desk.mira.openTicket(chat)
    const form = await desk.mira.openTicket({ channel: 'form' })
    await until(async () => expect(await desk.heldBy(desk.ada)).toBe(3))
    await desk.mira.say(waiting, 'Are you there?')
    await desk.mira.say(answered, 'Are you there?')
    await desk.ada.say(answered, 'Yes.')
    await desk.comes(desk.ben)
    adas.close()
    await until(async () => expect(await desk.holderOf(waiting)).toBe(desk.ben.agentId))
    expect([await desk.holderOf(answered), await desk.holderOf(form)]).toEqual([desk.ada.agentId, desk.ada.agentId])
    expect((await desk.handsOf(waiting)).at(1)).toEqual({
      from: desk.ada.agentId,
      to: null,
      reason: { by: 'absence', since: expect.any(String), after: 'PT1S' },
    })
  })

  test('gives back a chat whose customer writes later, too', async () => {
    await desk.plan({ giveBack: 'PT0S' })
    const adas = await desk.comes(desk.ada)
    const ticket = await desk.mira.openTicket(chat)
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId))
    await desk.ada.say(ticket, 'Yes.')
    adas.close()
    await desk.comes(desk.ben)
    await desk.mira.say(ticket, 'And in blue?')
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ben.agentId))
  })

  test('keeps their chats while the minutes last, and gives them back when the job finds them over', async () => {
    await desk.plan({ giveBack: 'PT10M' })
    const adas = await desk.comes(desk.ada)
    const ticket = await desk.mira.openTicket(chat)
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId))
    adas.close()
    const key = `presence.absence:${desk.shop.shopId}:${desk.ada.agentId}`
    const due = (sql: string) => desk.query(sql, [key])
    await until(async () => {
      const [job] = await due(
        "SELECT run_at > now() + interval '9 minutes' AS later FROM graphile_worker.jobs WHERE key = $1",
      )
      expect(job?.later).toBe(true)
    })
    expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId)
    await desk.query("UPDATE attendances SET left_at = left_at - interval '10 minutes' WHERE agent_id = $1", [
      desk.ada.agentId,
    ])
    await desk.query("UPDATE tickets SET assigned_at = assigned_at - interval '10 minutes' WHERE id = $1", [ticket.id])
    await due('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1')
    await until(async () => expect(await desk.holderOf(ticket)).toBeNull())
  })

  test('who is back in time keeps them', async () => {
    await desk.plan({ giveBack: 'PT10M' })
    const adas = await desk.comes(desk.ada)
    const ticket = await desk.mira.openTicket(chat)
    await until(async () => expect(await desk.holderOf(ticket)).toBe(desk.ada.agentId))
    adas.close()
    const key = `presence.absence:${desk.shop.shopId}:${desk.ada.agentId}`
    const jobs = () => desk.query('SELECT id FROM graphile_worker.jobs WHERE key = $1 AND run_at > now()', [key])
    await until(async () => expect(await jobs()).toHaveLength(1))
    await desk.comes(desk.ada)
    await desk.query("UPDATE tickets SET assigned_at = assigned_at - interval '10 minutes' WHERE id = $1", [ticket.id])
    await desk.query('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1', [key])
    await until(async () =>
      expect(await desk.query('SELECT id FROM graphile_worker.jobs WHERE key = $1', [key])).toEqual([]),
    )
    expect(await desk.handsOf(ticket)).toHaveLength(1)
  })
})
