import type { MailLogEntry, Page } from '@comptoir/sdk/contract'
import { expect, test, vi } from 'vitest'
import { aShop, openTestHouse } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { PostOffice } from '../testing/smtp.ts'
import { laneOf } from './rules.ts'

test('mails that failed while the mail server was away go out when it is back, whenever their next try was to be', async () => {
  const office = await PostOffice.open()
  const house = await openTestHouse({ config: { mailServer: office.setting } })
  const shop = await aShop(house)
  const dora = new Caller(house, shop.adminToken)
  const log = async () => (await dora.get<Page<MailLogEntry>>('/api/mail-log')).body.items
  const open = async (email: string) => (await aShopper(house, shop, { email })).openTicket()
  office.verdicts.push({ code: 451, text: 'Not yet.' })
  await open('mira@example.com')
  await vi.waitFor(async () => expect(await log()).toMatchObject([{ state: 'queued', attempts: 1 }]))
  await vi.waitFor(async () => {
    const put = await house.database.query(
      `UPDATE graphile_worker._private_jobs SET run_at = now() + interval '6 hours' WHERE attempts = 1 AND locked_at IS NULL RETURNING 1`,
    )
    expect(put).toHaveLength(1)
  })
  await open('tom@example.com')
  await vi.waitFor(
    async () =>
      expect((await log()).map(({ to, state }) => [to, state])).toEqual([
        ['tom@example.com', 'sent'],
        ['mira@example.com', 'sent'],
      ]),
    20_000,
  )
  expect(office.letters.filter(({ to }) => to.includes('tom@example.com'))).toHaveLength(1)
  await house.close()
  await office.close()
})

test('a mail server that never answers holds three lines at most, and nothing but mail', async () => {
  const held: (() => void)[] = []
  const office = await PostOffice.open({
    onData: (stream, _, done) => void stream.resume().on('end', () => held.push(() => done())),
  })
  const house = await openTestHouse({ config: { mailServer: office.setting } })
  const shop = await aShop(house)
  const dora = new Caller(house, shop.adminToken)
  const tickets = []
  for (let i = 0; i < 9; i++)
    tickets.push(await (await aShopper(house, shop, { email: `mira${i}@example.com` })).openTicket())
  const lanes = new Set(tickets.map(({ id }) => laneOf(id))).size
  await vi.waitFor(() => expect(held).toHaveLength(lanes), 20_000)
  // Every ticket has its mail written, by the hands that are free.
  await vi.waitFor(async () => {
    const { body } = await dora.get<Page<MailLogEntry>>('/api/mail-log')
    expect(body.items.filter(({ state }) => state === 'queued')).toHaveLength(9)
  }, 20_000)
  expect(held).toHaveLength(lanes)
  const free = setInterval(() => held.splice(0).forEach((answer) => answer()), 5)
  await vi.waitFor(async () => {
    const { body } = await dora.get<Page<MailLogEntry>>('/api/mail-log')
    expect(body.items.filter(({ state }) => state === 'sent')).toHaveLength(9)
  }, 30_000)
  clearInterval(free)
  await house.close()
  await office.close()
})
