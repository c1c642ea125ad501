import type { Problem, Shop, WidgetSettings } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { Caller } from '../testing/people.ts'

let house: TestHouse
let pearl: TestShop
let nord: TestShop
let dora: Caller

beforeAll(async () => {
  house = await openTestHouse()
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  dora = new Caller(house, pearl.adminToken)
})
afterAll(() => house.close())

const change = (body: unknown) => dora.patch<Shop & Problem>('/api/shop', body)
const shop = async () => (await dora.get<Shop>('/api/shop')).body

describe('a change of the settings', () => {
  test('changes what it names and nothing else, at once', async () => {
    const before = await shop()
    const { body } = await change({
      settings: { mail: { quietOpen: 'PT1M' }, widget: { greeting: { fr: ' Bonjour ' } } },
    })
    expect(body).toEqual({
      ...before,
      settings: {
        ...before.settings,
        mail: { ...before.settings.mail, quietOpen: 'PT1M' },
        widget: { ...before.settings.widget, greeting: { fr: 'Bonjour' } },
      },
    })
    expect(await shop()).toEqual(body)
    const widget = await new Caller(house, '').get<WidgetSettings>('/api/widget', { 'X-Shop-Key': pearl.publicKey })
    expect(widget.body.greeting).toEqual({ fr: 'Bonjour' })
  })

  test('with an empty greeting takes it back', async () => {
    await change({ settings: { widget: { greeting: { en: 'Hello', fr: 'Bonjour' } } } })
    expect((await change({ settings: { widget: { greeting: { fr: '' } } } })).body.settings.widget.greeting).toEqual({
      en: 'Hello',
    })
  })

  test('writes origins as browsers do', async () => {
    const { body } = await change({ origins: ['https://Maison-Perle.example:443/cart', 'http://localhost:8080/'] })
    expect(body.origins).toEqual(['https://maison-perle.example', 'http://localhost:8080'])
  })

  test('by two admins at once loses neither’s', async () => {
    await Promise.all([
      change({ settings: { widget: { color: '#123456' } } }),
      change({ settings: { widget: { position: 'left' } } }),
      change({ settings: { mail: { quietClosed: 'PT9S' } } }),
    ])
    expect((await shop()).settings).toMatchObject({
      widget: { color: '#123456', position: 'left' },
      mail: { quietClosed: 'PT9S' },
    })
  })

  test('of one shop leaves the other alone', async () => {
    const theirs = () => new Caller(house, nord.adminToken).get<Shop>('/api/shop')
    const before = (await theirs()).body
    await change({ name: 'Maison Perle & Fils', origins: ['https://maison-perle.example'] })
    expect((await theirs()).body).toEqual(before)
  })

  test('makes of a name of two lines one', async () => {
    expect((await change({ name: 'Maison\r\nBcc: evil@example.com' })).body.name).toBe('Maison Bcc: evil@example.com')
  })
})

describe('bad input to the settings', () => {
  test.each<[string, string, unknown]>([
    ['an empty name', 'name', { name: ' ' }],
    ['a name with a NUL', 'name', { name: 'a\0b' }],
    ['a name that is broken', 'name', { name: 'a\ud800' }],
    ['a name that is too long', 'name', { name: 'x'.repeat(121) }],
    ['a name that is an object', 'name', { name: { $gt: '' } }],
    ['null for a name', 'name', { name: null }],
    ['a language that is none', 'locale', { locale: 'Français' }],
    ['an origin without a scheme', 'origins.0', { origins: ['maison-perle.example'] }],
    ['any origin', 'origins.0', { origins: ['*'] }],
    ['the origin of no page', 'origins.0', { origins: ['null'] }],
    ['a script for an origin', 'origins.0', { origins: ['javascript:alert(1)'] }],
    ['a file for an origin', 'origins.0', { origins: ['file:///etc/passwd'] }],
    ['a text for a list of origins', 'origins', { origins: 'https://a.example' }],
    ['too many origins', 'origins', { origins: Array.from({ length: 51 }, (_, n) => `https://${n}.example`) }],
    ['a quiet of no length', 'settings.mail.quietOpen', { settings: { mail: { quietOpen: 'soon' } } }],
    ['a quiet below zero', 'settings.mail.quietOpen', { settings: { mail: { quietOpen: 'PT-1S' } } }],
    ['a quiet of a month', 'settings.mail.quietClosed', { settings: { mail: { quietClosed: 'P30D' } } }],
    ['a number for a quiet', 'settings.mail.quietClosed', { settings: { mail: { quietClosed: 120 } } }],
    [
      'a colour that is none',
      'settings.widget.color',
      { settings: { widget: { color: 'red;background:url(//evil)' } } },
    ],
    ['a place that is none', 'settings.widget.position', { settings: { widget: { position: 'top' } } }],
    ['a greeting with a NUL', 'settings.widget.greeting.fr', { settings: { widget: { greeting: { fr: 'a\0b' } } } }],
    [
      'a greeting that is broken',
      'settings.widget.greeting.fr',
      { settings: { widget: { greeting: { fr: 'a\ud800' } } } },
    ],
    [
      'a greeting that is too long',
      'settings.widget.greeting.fr',
      { settings: { widget: { greeting: { fr: 'x'.repeat(301) } } } },
    ],
    ['an unknown field', 'publicKey', { publicKey: 'pk_mine' }],
    ['an unknown setting', 'settings.plan', { settings: { plan: 'gold' } }],
    ['a setting of a setting', 'settings.mail.from', { settings: { mail: { from: 'evil@example.com' } } }],
    ['another shop', 'id', { id: '0190a000-0000-7000-8000-000000000000' }],
  ])('%s is refused by its field, and changes nothing', async (_, path, body) => {
    const before = await shop()
    const answer = await change(body)
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } })
    expect(answer.body.errors?.map((error) => error.path)).toContain(path)
    expect(await shop()).toEqual(before)
  })

  test('a greeting in a language that is none is refused', async () => {
    const answer = await dora.call<Problem>('PATCH', '/api/shop', {
      settings: { widget: { greeting: { 'not a language': 'Hi' } } },
    })
    expect(answer.status).toBe(422)
  })

  test('a greeting called __proto__ leaves no trace', async () => {
    const before = await shop()
    await fetch(`${house.url}/api/shop`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${pearl.adminToken}`, 'Content-Type': 'application/json' },
      body: '{"settings":{"widget":{"greeting":{"__proto__":{"color":"red"}}}}}',
    })
    expect(await shop()).toEqual(before)
  })
})
