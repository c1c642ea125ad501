import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../../server/testing/house.ts'
import { aShopper } from '../../server/testing/people.ts'
import { administer } from './administer.ts'
import { createAgentClient } from './create-agent-client.ts'
import { createClient } from './create-client.ts'
import { every } from './every.ts'
import type { AgentClient } from './types.ts'
import { fileLinks } from './upload.ts'

let house: TestHouse
let shop: TestShop
let desk: AgentClient

beforeAll(async () => {
  house = await openTestHouse()
  shop = await aShop(house)
  desk = createAgentClient({ url: house.url, token: shop.secretKey })
})
afterAll(async () => {
  desk.close()
  await house.close()
})

test('a list is read to its end, each row once, though more come meanwhile', async () => {
  const mira = await aShopper(house, shop)
  for (const subject of ['One', 'Two', 'Three', 'Four', 'Five']) await mira.openTicket({ subject })
  const subjects: string[] = []
  for await (const { subject } of every(desk.tickets.list, { limit: 2 })) {
    subjects.push(subject)
    if (subjects.length === 1) await mira.openTicket({ subject: 'Meanwhile' })
  }
  expect(subjects.filter((subject) => subject !== 'Meanwhile').sort()).toEqual(['Five', 'Four', 'One', 'Three', 'Two'])
})

test('a signal stops it between pages', async () => {
  const stop = new AbortController()
  const read = async () => {
    for await (const _ of every(desk.tickets.list, { limit: 1 }, { signal: stop.signal })) stop.abort()
  }
  await expect(read()).rejects.toMatchObject({ code: 'aborted', retry: false })
})

test('whoever leaves the loop asks for no more', async () => {
  let asked = 0
  const list: AgentClient['tickets']['list'] = (...input) => {
    asked += 1
    return desk.tickets.list(...input)
  }
  for await (const _ of every(list, { limit: 1 })) break
  expect(asked).toBe(1)
})

test('what is set up by admins is called by name', async () => {
  const admin = administer(desk)
  const made = await admin.keys.create({ kind: 'secret', name: 'Bot', scopes: ['tickets:read'] })
  const bot = createAgentClient({ url: house.url, token: made.key })
  await expect(bot.tickets.list()).resolves.toMatchObject({ nextCursor: null })
  await expect(administer(bot).keys.list()).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('keys:read'),
  })
  const { key } = await admin.keys.rotate(made.id, { overlap: 'PT1H' })
  expect(key).not.toBe(made.key)
  await admin.keys.revoke(made.id)
  await expect(bot.tickets.list()).rejects.toMatchObject({ code: 'unauthorized', retry: false })
  bot.close()
  const article = await admin.articles.create({ title: 'Returns', body: 'Within 30 days.', locale: 'en' })
  await admin.articles.publish(article.id)
  for await (const { title, state } of every(admin.articles.list))
    expect({ title, state }).toEqual({ title: 'Returns', state: 'published' })
  await admin.articles.delete(article.id)
  expect(await desk.call('GET /api/reports/live', {})).toMatchObject({ escalated: 0 })
})

test('a change names the revision that it has seen, and is refused when there is another', async () => {
  const { id } = await (await aShopper(house, shop)).openTicket()
  // What follows from its opening moves it on, too.
  const revision = await vi.waitFor(async () => {
    const seen = await desk.tickets.get(id)
    await desk.tickets.change(id, { priority: 'high' }, { revision: seen.revision })
    return seen.revision
  })
  await expect(desk.tickets.change(id, { priority: 'low' }, { revision })).rejects.toMatchObject({
    code: 'changed_meanwhile',
    retry: false,
  })
  await expect(desk.tickets.get(id)).resolves.toMatchObject({ priority: 'high' })
})

test('who is asked may be called off, and is then not who they said', async () => {
  const client = createClient({ url: house.url, shopKey: shop.publicKey })
  const asked = client.identify({ name: 'Mira' }, { signal: AbortSignal.abort() })
  await expect(asked).rejects.toMatchObject({ code: 'aborted' })
  expect((await client.session()).customer).toMatchObject({ standing: 'anonymous', name: null })
  await expect(fileLinks(client, shop.shopId, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'aborted',
  })
  client.close()
})
