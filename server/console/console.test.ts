import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { violations } from '../testing/axe.ts'
import { browserTest, openBrowser, type Visit, visit } from '../testing/browser.ts'
import { anAgent, aShop, openTestHouse, PASSWORD, type TestHouse, type TestShop } from '../testing/house.ts'
import { anAddress, aShopper, Caller } from '../testing/people.ts'

const DORA = 'dora@maison-perle.example'

describe('the console', () => {
  let house: TestHouse
  let browser: Browser
  let shop: TestShop

  beforeAll(async () => {
    // Sign-ins are limited by address, and everybody here has one of their own.
    house = await openTestHouse({ config: { trustedProxies: 1 } })
    browser = await openBrowser()
    shop = await aShop(house)
  })
  afterAll(async () => {
    await browser?.close()
    await house.close()
  })

  const enter = async (path: string, email = DORA, options: BrowserContextOptions = {}): Promise<Visit> => {
    const seen = await visit(browser, house.url + path, {
      locale: 'en-GB',
      reducedMotion: 'reduce',
      extraHTTPHeaders: anAddress(),
      ...options,
    })
    await seen.page.locator('[name=email]').fill(email)
    await seen.page.locator('[name=password]').fill(PASSWORD)
    await seen.page.keyboard.press('Enter')
    await seen.page.getByRole('navigation').waitFor()
    return seen
  }
  const mira = () => aShopper(house, shop, { name: 'Mira', locale: 'en' })

  test('its first load stays within 60 KB of script', async () => {
    const html = await (await fetch(house.url)).text()
    const script = /src="(\/console\/app-[^"]+\.js)"/.exec(html)?.[1] ?? ''
    const answer = await fetch(house.url + script)
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length).toBeLessThan(60 * 1024)
  })

  browserTest('a link leads through the sign-in to where it points', async () => {
    const { page, complaints } = await visit(browser, `${house.url}/tickets?status=pending`, {
      locale: 'fr-FR',
      extraHTTPHeaders: anAddress(),
    })
    await page.getByLabel('E-mail').fill(DORA)
    await page.getByLabel('Mot de passe').fill('a wrong password')
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.getByText('ne correspondent à aucun compte').waitFor()
    await page.getByLabel('Mot de passe').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'En attente' }).waitFor()
    expect(page.url()).toBe(`${house.url}/tickets?status=pending`)
    expect(complaints).toEqual([])
  })

  browserTest('a shopper’s words come in by themselves, and are answered without a mouse', async () => {
    const { page, complaints } = await enter('/')
    const shopper = await mira()
    const ticket = await shopper.openTicket({ subject: 'The teapot is cracked', channel: 'chat' })
    await shopper.say(ticket, 'It leaks.')
    await page.getByRole('link', { name: /Unread.*Mira.*Open.*The teapot is cracked.*It leaks/ }).waitFor()

    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('It leaks.').waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type('Third one this week.')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('Third one this week.').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('r')
    await page.keyboard.type('We send')
    await page.reload()
    await page.getByRole('log').getByText('It leaks.').waitFor()
    await page.keyboard.press('r')
    await page.keyboard.press('End')
    await page.keyboard.type(' another one.')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('We send another one.').waitFor()
    await page.getByText('Sent', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await page.getByText(`Ticket #${ticket.number}: Resolved`).waitFor()

    const { body } = await shopper.get<{ items: { message: string }[] }>(`/api/tickets/${ticket.id}/messages`)
    expect(body.items.map((item) => item.message)).toEqual(['It leaks.', 'We send another one.'])
    await page.keyboard.press('Escape')
    await page.getByText('Choose a ticket').waitFor()
    await page.goBack()
    await page.getByRole('log').getByText('It leaks.').waitFor()
    expect(complaints).toEqual([])
  })

  browserTest('what is done by keys is said, kept on record and taken back', async () => {
    const ticket = await (await mira()).openTicket({ subject: 'The saucer is missing' })
    const { page, complaints } = await enter(`/tickets/${ticket.id}`, DORA, { viewport: { width: 1440, height: 900 } })
    await page.getByRole('heading', { name: 'The saucer is missing' }).waitFor()
    const choose = async (key: string, typed: string) => {
      await page.keyboard.press(key)
      await page.getByRole('dialog').getByRole('combobox').waitFor()
      await page.keyboard.type(typed)
      await page.getByRole('dialog').getByRole('option').first().waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    const line = (words: string | RegExp) => page.getByRole('log').getByText(words).waitFor()
    await choose('p', 'urg')
    await line('Dora changed Priority: Medium → Urgent')
    await page.keyboard.press('z')
    await line('Dora changed Priority: Urgent → Medium')
    await choose('t', 'vip')
    await line('Dora added the tag vip')
    await choose('h', 'week')
    await line(/Dora laid the ticket aside until/)
    await choose('!', 'She waits since Monday')
    await line('Dora escalated it: She waits since Monday')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).fill('Status')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Status' }).getByRole('combobox').fill('pend')
    await page.keyboard.press('Enter')
    await line('Dora: Escalated → Pending')
    const [row] = await house.database.query('SELECT status, priority, tags FROM tickets WHERE id = $1', [ticket.id])
    expect(row).toEqual({ status: 'pending', priority: 'medium', tags: ['vip'] })
    expect(complaints).toEqual([])
  })

  browserTest('many are changed at once, and changed back at once', async () => {
    const tom = await aShopper(house, shop, { name: 'Tom', locale: 'en' })
    for (const subject of ['First cup', 'Second cup', 'Third cup'])
      await tom.openTicket({ subject, category: 'complaint' })
    const { page } = await enter('/tickets?category=complaint')
    await page.getByRole('heading', { name: 'Complaint' }).waitFor()
    await page.getByRole('checkbox', { name: /First cup/ }).click()
    await page.getByRole('checkbox', { name: /Third cup/ }).click({ modifiers: ['Shift'] })
    await page.getByText('3 chosen').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('2 chosen').waitFor()
    await page.keyboard.press('e')
    await page.getByText('2 tickets: Resolved').waitFor()
    const resolved = async () =>
      (await house.database.query("SELECT 1 FROM tickets WHERE category = 'complaint' AND status = 'resolved'")).length
    expect(await resolved()).toBe(2)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Taken back').waitFor()
    expect(await resolved()).toBe(0)
  })

  browserTest('what the list is narrowed to is kept as a view, with an address that others can open', async () => {
    const { page } = await enter('/tickets?priority=urgent&channel=chat')
    await page.getByRole('button', { name: 'Save as a view' }).click()
    await page.getByRole('combobox', { name: 'Save as a view' }).fill('Burning')
    await page.getByRole('option', { name: /for all agents/ }).click()
    await page.getByRole('heading', { name: 'Burning' }).waitFor()
    const address = page.url()
    await page.goBack()
    await page.getByRole('list', { name: 'Filters' }).getByText('Urgent').waitFor()
    await anAgent(house, shop, 'Cleo')
    const cleo = await enter(new URL(address).pathname + new URL(address).search, `cleo.${shop.shopId}@agents.example`)
    await cleo.page.getByRole('heading', { name: 'Burning' }).waitFor()
  })

  browserTest('a template is found by a slash, and what is begun here goes on elsewhere', async () => {
    const dora = new Caller(house, shop.adminToken)
    await dora.post('/api/replies', { name: 'On its way', body: 'Dear {{ customer.name }}, it is on its way.' })
    const ticket = await (await mira()).openTicket({ subject: 'Where is my cup?' })
    const { page } = await enter(`/tickets/${ticket.id}`)
    await page.getByRole('textbox', { name: /^Answer/ }).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('/')
    await page.getByRole('option', { name: /On its way/ }).waitFor()
    await page.keyboard.press('Enter')
    const answer = page.getByRole('textbox', { name: /^Answer/ })
    await vi.waitFor(async () => expect(await answer.inputValue()).toBe('Dear Mira, it is on its way.'))
    await vi.waitFor(async () => expect(await house.database.query('SELECT 1 FROM drafts')).not.toEqual([]))
    const other = await enter(`/tickets/${ticket.id}`)
    const composer = other.page.getByRole('textbox', { name: /^Answer/ })
    await vi.waitFor(async () => expect(await composer.inputValue()).toBe('Dear Mira, it is on its way.'))
    await composer.press('Enter')
    await other.page.getByRole('button', { name: 'Undo' }).click()
    expect(await composer.inputValue()).toBe('Dear Mira, it is on its way.')
    expect(await house.database.query('SELECT 1 FROM ticket_messages WHERE ticket_id = $1', [ticket.id])).toEqual([])
    await composer.press('Control+Enter')
    await other.page.getByText(`Ticket #${ticket.number}: Resolved`).waitFor()
  })

  browserTest('an answer that comes too late is given back to its author', async () => {
    const ticket = await (await mira()).openTicket()
    const { page } = await enter(`/tickets/${ticket.number}`)
    const composer = page.getByRole('textbox', { name: /^Answer/ })
    await composer.waitFor()
    expect(page.url()).toBe(`${house.url}/tickets/${ticket.id}`)
    await page.context().setOffline(true)
    await page.getByText('No connection.').waitFor()
    await composer.fill('Gladly.')
    await composer.press('Enter')
    await page.getByText('Sending…').waitFor()
    await turn(ticket.id, 'closed')
    await page.context().setOffline(false)
    await page.getByText('Not sent. The ticket is closed.').waitFor()
    await turn(ticket.id, 'open')
    await composer.waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    expect(await composer.inputValue()).toBe('Gladly.')
  })

  browserTest('what one agent has left unsent never goes out in the name of the next', async () => {
    const ticket = await (await mira()).openTicket()
    await anAgent(house, shop, 'Ben')
    const { page } = await enter(`/tickets/${ticket.id}`)
    const composer = page.getByRole('textbox', { name: /^Answer/ })
    await composer.waitFor()
    await page.context().setOffline(true)
    await page.getByText('No connection.').waitFor()
    await composer.fill('Dora was here.')
    await composer.press('Enter')
    await page.getByText('Sending…').waitFor()
    await page.locator('.account-button').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.locator('[name=email]').waitFor()
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([])

    await page.context().setOffline(false)
    await page.locator('[name=email]').fill(`ben.${shop.shopId}@agents.example`)
    await page.locator('[name=password]').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation').waitFor()
    await page.goto(`${house.url}/tickets/${ticket.id}`)
    await composer.fill('Ben was here.')
    await composer.press('Enter')
    await page.getByText('Sent', { exact: true }).waitFor()
    const stored = await house.database.query('SELECT message FROM ticket_messages WHERE ticket_id = $1', [ticket.id])
    expect(stored.map(({ message }) => message)).toEqual(['Ben was here.'])
  })

  browserTest('a page whose sign-in was ended elsewhere asks for it again, and goes on where it was', async () => {
    const { page } = await enter('/tickets?status=open')
    const other = await page.context().newPage()
    await other.goto(house.url)
    await other.locator('.account-button').click()
    await other.getByRole('button', { name: 'Sign out' }).click()
    await other.getByRole('button', { name: 'Sign in' }).waitFor()
    await page.getByText('Your session has ended.').waitFor()
    expect(page.url()).toBe(`${house.url}/tickets?status=open`)
  })

  browserTest.for(['light', 'dark'] as const)('nobody is shut out, by day and by night: %s', async (colorScheme) => {
    const ticket = await (await mira()).openTicket({ subject: 'The lid does not fit', priority: 'urgent' })
    const start = await visit(browser, house.url, { colorScheme, extraHTTPHeaders: anAddress() })
    expect(await violations(start.page), 'sign-in').toEqual([])
    const { page, complaints } = await enter('/', DORA, { colorScheme })
    const open = `/tickets/${ticket.id}?status=open`
    for (const path of [
      '/',
      open,
      '/tickets?q=nothing',
      '/tickets?view=snoozed',
      '/tickets/424242',
      '/support',
      '/settings',
      '/settings/replies',
      '/mail',
    ]) {
      await page.goto(house.url + path)
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect(await violations(page), path).toEqual([])
    }
    await page.goto(`${house.url}/tickets/${ticket.id}`)
    await page.getByRole('button', { name: 'Details' }).click()
    await page.getByRole('dialog').getByText('Mira opened the ticket').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Why?' }).click()
    await page.getByText('An urgent ticket may stay untouched for 2 hours').waitFor()
    expect(await violations(page), 'details').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).waitFor()
    expect(await violations(page), 'commands').toEqual([])
    expect(complaints).toEqual([])
  })

  browserTest('who is no admin is told so instead of being shown nothing', async () => {
    await anAgent(house, shop, 'Ada')
    const { page } = await enter('/mail', `ada.${shop.shopId}@agents.example`)
    await page.getByRole('heading', { name: 'For admins' }).waitFor()
    expect(await page.getByRole('link', { name: 'Shop' }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
  })

  browserTest('on a phone it is one pane at a time, and nothing is cut off at the side', async () => {
    const ticket = await (await mira()).openTicket({ subject: 'A long word: '.concat('teapot'.repeat(25)) })
    const { page } = await enter('/', DORA, { viewport: { width: 320, height: 640 } })
    await page.getByRole('link', { name: /A long word/ }).click()
    await page.getByRole('heading', { name: /A long word/ }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'Back to the tickets' }).click()
    await page.getByRole('link', { name: /A long word/ }).waitFor()
    expect(page.url()).not.toContain(ticket.id)
  })

  const turn = (ticketId: string, status: string) =>
    fetch(`${house.url}/api/tickets/${ticketId}/status`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${shop.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ status }),
    })
})
