import type { MailLogEntry, Notice, Page } from '@comptoir/sdk/contract'
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
      `UPDATE graphile_worker._private_jobs j SET run_at = now() + interval '6 hours' FROM graphile_worker._private_tasks t
        WHERE t.id = j.task_id AND t.identifier = 'mail.send' AND locked_at IS NULL RETURNING 1`,
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

test('a login that the mail server refuses is told to every admin until it is taken, and the mail waits', async () => {
  let isRight = false
  const office = await PostOffice.open({
    onAuth: (_, __, done) =>
      isRight ? done(null, { user: 'shop' }) : done(Object.assign(new Error('Wrong password.'), { responseCode: 535 })),
  })
  const mailServer = { ...office.setting, user: 'shop', password: 'right' }
  const house = await openTestHouse({ config: { mailServer } })
  const shop = await aShop(house)
  const dora = new Caller(house, shop.adminToken)
  const notices = async () => (await dora.get<{ items: Notice[] }>('/api/notices')).body.items
  const log = async () => (await dora.get<Page<MailLogEntry>>('/api/mail-log')).body.items
  await (await aShopper(house, shop, { email: 'mira@example.com' })).openTicket()
  const notice = { code: 'mail_login_refused', detail: expect.stringContaining('Wrong password.') }
  await vi.waitFor(async () => expect(await notices()).toMatchObject([notice]), 20_000)
  expect(await log()).toMatchObject([{ state: 'queued', lastError: expect.stringContaining('535') }])
  isRight = true
  await house.restart()
  await vi.waitFor(async () => expect(await log()).toMatchObject([{ state: 'sent' }]), 25_000)
  await vi.waitFor(async () => expect(await notices()).toEqual([]))
  await house.close()
  await office.close()
})

test('words of a shop that have ceased to work are a notice too, until they are changed', async () => {
  const house = await openTestHouse()
  const shop = await aShop(house)
  const dora = new Caller(house, shop.adminToken)
  const notices = async () => (await dora.get<{ items: Notice[] }>('/api/notices')).body.items
  const address = '/api/mail-templates/ticket_created/en'
  await dora.put(address, { subject: 'We have it', body: 'Thank you.' })
  await house.database.query(`UPDATE mail_templates SET body = '{% nonsense %}'`)
  await (await aShopper(house, shop, { email: 'mira@example.com' })).openTicket()
  const notice = { code: 'mail_template_broken', detail: expect.stringMatching(/^ticket_created: Line 1/) }
  await vi.waitFor(async () => expect(await notices()).toMatchObject([notice]))
  await dora.put(address, { subject: 'We have it', body: 'Thank you.' })
  expect(await notices()).toEqual([])
  await house.close()
})

test('a stop with a mail in hand waits for its answer, and it goes out once', async () => {
  let answer: (() => void) | undefined
  const letters: string[] = []
  const office = await PostOffice.open({
    onData: (stream, { envelope }, done) =>
      void stream.resume().on('end', () => {
        letters.push(...envelope.rcptTo.map(({ address }) => address))
        answer = () => done()
      }),
  })
  const house = await openTestHouse({ config: { mailServer: office.setting } })
  const shop = await aShop(house)
  await (await aShopper(house, shop, { email: 'mira@example.com' })).openTicket()
  await vi.waitFor(() => expect(answer).toBeDefined(), 20_000)
  const restarting = house.restart()
  answer?.()
  await restarting
  const { body } = await new Caller(house, shop.adminToken).get<Page<MailLogEntry>>('/api/mail-log')
  expect(body.items).toMatchObject([{ state: 'sent', attempts: 1 }])
  expect(letters).toEqual(['mira@example.com'])
  await house.close()
  await office.close()
})

test('a stop with a mail that is never answered comes to its end, and the mail is sent again under its name', async () => {
  const names: string[] = []
  let isSilent = true
  const office = await PostOffice.open({
    onData: (stream, _, done) => {
      let text = ''
      stream.on('data', (part) => (text += part))
      stream.on('end', () => {
        names.push(/^Message-ID: (.*)$/im.exec(text)?.[1] ?? '')
        if (!isSilent) done()
      })
    },
  })
  const house = await openTestHouse({ config: { mailServer: office.setting } })
  const shop = await aShop(house)
  const dora = new Caller(house, shop.adminToken)
  await (await aShopper(house, shop, { email: 'mira@example.com' })).openTicket()
  await vi.waitFor(() => expect(names).toHaveLength(1), 20_000)
  isSilent = false
  await house.restart()
  const log = async () => (await dora.get<Page<MailLogEntry>>('/api/mail-log')).body.items
  await vi.waitFor(async () => expect(await log()).toMatchObject([{ state: 'sent', attempts: 2 }]), 20_000)
  expect(names).toHaveLength(2)
  expect(new Set(names).size).toBe(1)
  await house.close()
  await office.close()
}, 60_000)
