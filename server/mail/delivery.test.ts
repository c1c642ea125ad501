import type { MailLogEntry, Page } from '@comptoir/sdk/contract'
import { expect, test, vi } from 'vitest'
import { aShop, openTestHouse } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { PostOffice } from '../testing/smtp.ts'

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
