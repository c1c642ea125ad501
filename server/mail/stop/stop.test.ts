import type { MailLogEntry, Page } from '@comptoir/sdk/contract'
import { signIdentity } from '@comptoir/sdk/node'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../../testing/house.ts'
import { aShopper, Caller } from '../../testing/people.ts'
import { PostOffice } from '../../testing/smtp.ts'

let office: PostOffice
let house: TestHouse
let shop: TestShop

beforeAll(async () => {
  office = await PostOffice.open()
  house = await openTestHouse({ config: { mailServer: office.setting } })
  shop = await aShop(house)
})
afterAll(async () => {
  await house.close()
  await office.close()
})

function aMira(email: string, at = shop, locale = 'en') {
  const claims = { sub: email, name: 'Mira', email }
  const identityToken = signIdentity({ secret: at.identitySecret, ...claims })
  return aShopper(house, at, { identityToken, locale })
}

const mailsTo = async (email: string, at = shop) => {
  const { body } = await new Caller(house, at.adminToken).get<Page<MailLogEntry>>('/api/mail-log?limit=200')
  return body.items.filter(({ to }) => to === email).reverse()
}

const letterTo = (email: string) => office.gets(({ to }) => to.includes(email))

/** The link as a mail program finds it, on this machine. */
async function stopOf(email: string) {
  const { mail } = await letterTo(email)
  const { unsubscribe } = mail.headers.get('list') as unknown as { unsubscribe: { url: string } }
  return { url: house.url + new URL(unsubscribe.url).pathname, mail }
}

const click = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })

describe('a reader who wants no more mails', () => {
  test('says so with one click in the mail program, and gets none from this shop', async () => {
    const email = 'stop1@example.com'
    const mira = await aMira(email)
    await mira.openTicket()
    const { url, mail } = await stopOf(email)
    expect(mail.headers.get('list-unsubscribe-post') ?? mail.headerLines.map(({ line }) => line).join()).toContain(
      'List-Unsubscribe=One-Click',
    )
    expect((await click(url, { 'List-Unsubscribe': 'One-Click' })).status).toBe(204)
    await mira.openTicket()
    await vi.waitFor(async () => expect(await mailsTo(email)).toMatchObject([{ state: 'sent' }, { state: 'stopped' }]))
    const nord = await aShop(house, 'Atelier Nord')
    await (await aMira(email, nord)).openTicket()
    await vi.waitFor(async () => expect(await mailsTo(email, nord)).toMatchObject([{ state: 'sent' }]))
  })

  test('reads in their language what the button does, and nothing is stopped by looking', async () => {
    const email = 'stop2@example.com'
    const mira = await aMira(email, shop, 'fr')
    await mira.openTicket()
    const { mail } = await stopOf(email)
    const link = /\S+\/mail\/stop\/\S+/.exec(mail.text ?? '')?.[0] ?? ''
    expect(String(mail.html)).toContain('Ne plus recevoir de mails de Maison Perle')
    const page = await (await fetch(house.url + new URL(link).pathname + new URL(link).search)).text()
    expect(page).toContain('<html lang="fr">')
    expect(page).toContain('Ne plus recevoir nos mails')
    expect(page).toContain('s…@example.com')
    expect(page).not.toContain(email)
    await mira.openTicket()
    await vi.waitFor(async () => expect(await mailsTo(email)).toMatchObject([{ state: 'sent' }, { state: 'sent' }]))
  })

  test('takes it back on the page', async () => {
    const email = 'stop3@example.com'
    const mira = await aMira(email)
    await mira.openTicket()
    const { url } = await stopOf(email)
    const stopped = await click(url, { wish: 'none' })
    expect([stopped.status, stopped.headers.get('location')]).toEqual([303, new URL(url).pathname])
    expect(await (await fetch(url)).text()).toContain('You get no more mails')
    await click(url, { wish: 'mails' })
    expect(await (await fetch(url)).text()).toContain('Stop our mails?')
    await mira.openTicket()
    await vi.waitFor(async () => expect(await mailsTo(email)).toMatchObject([{ state: 'sent' }, { state: 'sent' }]))
  })

  test.each(['x', 'a'.repeat(120)])('is told of a link that is not ours: %s', async (token) => {
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${house.url}/mail/stop/${token}?lang=fr`, { method })
      expect(answer.status).toBe(404)
      expect(await answer.text()).toContain('Ce lien ne fonctionne pas')
    }
  })
})

test('mails to agents carry no such link: they are their work', async () => {
  const ada = await anAgent(house, shop)
  const ticket = await (await aShopper(house, shop)).openTicket()
  await new Caller(house, shop.adminToken).post(`/api/tickets/${ticket.id}/assign`, { agentId: ada.agentId })
  const { mail } = await office.gets(({ mail: { subject } }) => subject?.includes('is yours') === true)
  expect(mail.headers.has('list')).toBe(false)
  expect(mail.text).not.toContain('/mail/stop/')
})

test('an address that nobody vouches for gets ten mails a day by itself, of however many shops', async () => {
  const email = 'everybody@example.com'
  const shops: TestShop[] = []
  for (let place = 0; place < 12; place++) shops.push(await aShop(house, `Atelier ${place}`))
  for (const one of shops) await (await aShopper(house, one, { email })).openTicket()
  const states = async () =>
    (await Promise.all(shops.map((one) => mailsTo(email, one)))).flat().map(({ state }) => state)
  await vi.waitFor(
    async () => expect((await states()).sort()).toEqual([...Array(10).fill('sent'), 'withheld', 'withheld']),
    25_000,
  )
})
