import type { Message } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'
import { rooms } from './live.ts'

let house: TestHouse
let shop: TestShop

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
})
afterAll(() => house.close())

const openRaw = () => new WebSocket(`${house.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)

test('of an address that opens connections and says nothing, twenty are left, and others come in', async () => {
  const silent = Array.from({ length: 60 }, openRaw)
  let open = silent.length
  for (const socket of silent) socket.on('close', () => open--).on('error', () => {})
  const mira = await aShopper(house, shop)
  const page = await new PlainSocket(house, { token: mira.token }).connected()
  await expect.poll(() => open, { timeout: 8_000 }).toBeLessThanOrEqual(20)
  expect(await page.ask('join_ticket', { ticketId: (await mira.openTicket()).id })).toMatchObject({ ok: true })
  for (const socket of silent) socket.terminate()
  page.close()
})

test('a client that does not read is cut, harms nobody, and finds what it missed by seq', async () => {
  const mira = await aShopper(house, shop, { name: 'Mira' })
  const ada = new Caller(house, (await anAgent(house, shop)).token)
  const ticket = await mira.openTicket()
  const desk = await new PlainSocket(house, { token: ada.token }).connected()
  await desk.ask('join_ticket', { ticketId: ticket.id })

  const stuck = openRaw()
  const admitted = new Promise<void>((resolve) =>
    stuck.on('message', (data) => {
      if (String(data).startsWith('0')) stuck.send(`40${JSON.stringify({ token: mira.token })}`)
      if (String(data).startsWith('40')) resolve()
    }),
  )
  await admitted
  stuck.pause()
  const room = rooms.customer(shop.shopId, ticket.customerId)
  const here = async () => (await house.context.io.in(room).fetchSockets()).length
  expect(await here()).toBe(1)
  const message = { message: 'x'.repeat(7_900) } as Message
  for (let turn = 0; turn < 3_000; turn++) house.context.io.to(room).emit('new_message', message, {} as never)
  await expect.poll(here, { timeout: 8_000 }).toBe(0)

  expect(await desk.ask('send_message', { ticketId: ticket.id, message: 'Are you there?' })).toMatchObject({ ok: true })
  const { body } = await mira.get<{ items: Message[] }>(`/api/tickets/${ticket.id}/messages?after=0`)
  expect(body.items).toMatchObject([{ seq: 1, message: 'Are you there?' }])
  stuck.terminate()
  desk.close()
})
