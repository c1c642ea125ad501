import { describe, expect, test } from 'vitest'
import { changeSettings, durationOf, originOf, USUAL_SETTINGS } from './rules.ts'

describe('a duration', () => {
  test.each([
    ['PT48H', 48 * 3_600_000],
    ['PT2M', 120_000],
    ['PT1S', 1_000],
    ['P1DT12H', 36 * 3_600_000],
    ['P2D', 48 * 3_600_000],
  ])('%s is %d ms', (text, ms) => expect(durationOf(text)).toBe(ms))

  test.each(['', 'P', 'PT', '2M', 'PT1.5H', 'P1Y', 'PT-1S', 'pt1s'])('%j is none', (text) =>
    expect(durationOf(text)).toBeNull(),
  )
})

describe('an origin', () => {
  test.each([
    ['https://shop.example', 'https://shop.example'],
    ['https://Shop.Example:443/cart?x=1', 'https://shop.example'],
    ['http://localhost:8080/', 'http://localhost:8080'],
  ])('of %s is %s', (text, origin) => expect(originOf(text)).toBe(origin))

  test.each(['shop.example', 'null', 'file:///etc/passwd', 'javascript:alert(1)', ''])('%j has none', (text) =>
    expect(originOf(text)).toBeNull(),
  )
})

test('a change of settings leaves alone what it does not name', () => {
  const greeted = changeSettings(USUAL_SETTINGS, { widget: { greeting: { fr: 'Bonjour' } } })
  const changed = changeSettings(greeted, { mail: { quietOpen: 'PT1M' }, widget: { greeting: { en: 'Hello' } } })
  expect(changed).toEqual({
    ...USUAL_SETTINGS,
    mail: { quietClosed: 'PT2M', quietOpen: 'PT1M' },
    widget: { ...USUAL_SETTINGS.widget, greeting: { fr: 'Bonjour', en: 'Hello' } },
  })
})
