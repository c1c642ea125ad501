import { type OpenSpan, type ShopHours, WEEKDAYS } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineAfter, openStretches, openTime } from './hours.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const CLOSED = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const always: ShopHours = {
  timeZone: 'Europe/Paris',
  week: weekOf([{ from: '00:00', to: '24:00' }]),
  holidays: [],
}
const shop: ShopHours = {
  timeZone: 'Europe/Paris',
  week: {
    ...weekOf([
      { from: '09:00', to: '12:30' },
      { from: '14:00', to: '18:00' },
    ]),
    sat: [{ from: '10:00', to: '12:00' }],
    sun: [],
  },
  holidays: ['2026-05-01', '2026-12-25'],
}
const night: ShopHours = {
  timeZone: 'Europe/Paris',
  week: { ...CLOSED, sat: [{ from: '22:00', to: '06:00' }] },
  holidays: [],
}

function weekOf(spans: OpenSpan[]): ShopHours['week'] {
  return { mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans }
}

const at = (text: string) => Date.parse(text)
const text = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString().replace('.000Z', 'Z'))
const dueAt = (start: string, duration: number, hours: ShopHours | null) =>
  text(deadlineAfter(at(start), duration, hours)?.at)

describe('a deadline', () => {
  test.each<[string, string, number, ShopHours | null, string | null]>([
    ['on the clock on the wall', '2026-03-28T12:00:00Z', 48 * HOUR, null, '2026-03-30T12:00:00Z'],
    ['within a span', '2026-06-01T08:00:00Z', 2 * HOUR, shop, '2026-06-01T10:00:00Z'],
    ['over the lunch break', '2026-06-01T10:00:00Z', 2 * HOUR, shop, '2026-06-01T13:30:00Z'],
    ['over the night', '2026-06-01T15:00:00Z', 2 * HOUR, shop, '2026-06-02T08:00:00Z'],
    ['from before the shop opens', '2026-06-01T03:00:00Z', HOUR, shop, '2026-06-01T08:00:00Z'],
    ['over a short Saturday and a closed Sunday', '2026-06-05T15:00:00Z', 4 * HOUR, shop, '2026-06-08T08:00:00Z'],
    ['over a holiday', '2026-04-30T15:30:00Z', HOUR, shop, '2026-05-02T08:30:00Z'],
    ['to the very end of a span', '2026-06-01T12:00:00Z', 4 * HOUR, shop, '2026-06-01T16:00:00Z'],
    ['to a second', '2026-06-01T10:29:59Z', 2_000, shop, '2026-06-01T12:00:01Z'],
    ['where the shop never opens', '2026-06-01T10:00:00Z', HOUR, { ...shop, week: CLOSED }, null],
    ['longer than the shop is open in two years', '2026-06-01T10:00:00Z', 900 * 8 * HOUR, night, null],
  ])('%s', (_, start, duration, hours, due) => expect(dueAt(start, duration, hours)).toBe(due))

  test('is explained by what was counted, span by span', () => {
    const found = deadlineAfter(at('2026-06-01T10:00:00Z'), 5 * HOUR, shop)
    expect(found?.counted.map(({ from, to }) => [text(from), text(to)])).toEqual([
      ['2026-06-01T10:00:00Z', '2026-06-01T10:30:00Z'],
      ['2026-06-01T12:00:00Z', '2026-06-01T16:00:00Z'],
      ['2026-06-02T07:00:00Z', '2026-06-02T07:30:00Z'],
    ])
  })
})

describe('when the clocks of Europe/Paris change', () => {
  const stretches = (hours: ShopHours, from: string, to: string) =>
    openStretches(hours, at(from), at(to)).map((one) => `${text(one.from)} ${text(one.to)}`)

  test('a shop that is always open has a day of 23 hours in March and of 25 in October', () => {
    expect(openTime(at('2026-03-28T23:00:00Z'), at('2026-03-29T22:00:00Z'), always)).toBe(23 * HOUR)
    expect(openTime(at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z'), always)).toBe(25 * HOUR)
  })

  test.each<[string, string, string, string]>([
    ['before the change in March', '2026-03-27T08:00:00Z', '2026-03-27T11:30:00Z', '2026-03-27'],
    ['after it', '2026-03-30T07:00:00Z', '2026-03-30T10:30:00Z', '2026-03-30'],
    ['before the change in October', '2026-10-23T07:00:00Z', '2026-10-23T10:30:00Z', '2026-10-23'],
    ['after it', '2026-10-26T08:00:00Z', '2026-10-26T11:30:00Z', '2026-10-26'],
  ])('nine o’clock stays nine o’clock: %s', (_, opens, closes, day) => {
    const [first] = openStretches(shop, at(`${day}T00:00:00Z`), at(`${day}T23:00:00Z`))
    expect([text(first?.from), text(first?.to)]).toEqual([opens, closes])
  })

  test('a night shift is an hour shorter in March and an hour longer in October', () => {
    expect(stretches(night, '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-28T21:00:00Z 2026-03-29T04:00:00Z',
    ])
    expect(stretches(night, '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-24T20:00:00Z 2026-10-25T05:00:00Z',
    ])
  })

  const half: ShopHours = { ...night, week: { ...CLOSED, sun: [{ from: '01:30', to: '02:30' }] } }

  test('a time that the clock leaves out is not counted, and one that it shows twice is counted twice', () => {
    expect(stretches(half, '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-29T00:30:00Z 2026-03-29T01:00:00Z',
    ])
    expect(stretches(half, '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-24T23:30:00Z 2026-10-25T00:30:00Z',
      '2026-10-25T01:00:00Z 2026-10-25T01:30:00Z',
    ])
  })

  test('48 hours of a shop that is always open are 48 hours', () =>
    expect(dueAt('2026-03-28T12:00:00Z', 48 * HOUR, always)).toBe('2026-03-30T12:00:00Z'))
})

test('a holiday cuts the night short at midnight', () => {
  const hours = { ...night, holidays: ['2026-06-07'] }
  expect(openTime(at('2026-06-06T00:00:00Z'), at('2026-06-09T00:00:00Z'), hours)).toBe(2 * HOUR)
})

describe('for all hours of a shop', () => {
  const minute = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15)
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const span = fc.record({ from: minute, to: minute }).map(({ from, to }) => ({ from: clock(from), to: clock(to) }))
  const day = fc.array(span, { maxLength: 3 })
  const start = fc
    .integer({ min: at('2026-01-01T00:00:00Z') / 1000, max: at('2027-01-01T00:00:00Z') / 1000 })
    .map((seconds) => seconds * 1000)
  const hours: fc.Arbitrary<ShopHours> = fc.record({
    timeZone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Asia/Beirut'),
    week: fc.record({
      mon: day,
      tue: day,
      wed: day,
      thu: day,
      fri: day,
      sat: day,
      sun: fc.constant([{ from: '01:15', to: '02:45' }]),
    }),
    holidays: fc.array(
      start.map((ms) => new Date(ms).toISOString().slice(0, 10)),
      { maxLength: 4 },
    ),
  })
  const duration = fc.integer({ min: 0, max: 60 * 3600 }).map((seconds) => seconds * 1000)

  test('a longer time ends later, and so does one that starts later', () => {
    fc.assert(
      fc.property(hours, start, duration, duration, (shop, from, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const early = deadlineAfter(from, less, shop)
        const late = deadlineAfter(from, more, shop)
        if (early && late) expect(early.at).toBeLessThanOrEqual(late.at)
        const afterwards = deadlineAfter(from + other, one, shop)
        const before = deadlineAfter(from, one, shop)
        if (before && afterwards) expect(before.at).toBeLessThanOrEqual(afterwards.at)
      }),
      { numRuns: 60 },
    )
  })

  test('a time may be counted in two parts', () => {
    fc.assert(
      fc.property(hours, start, duration, duration, (shop, from, one, other) => {
        const whole = deadlineAfter(from, one + other, shop)
        const first = deadlineAfter(from, one, shop)
        const second = first && deadlineAfter(first.at, other, shop)
        if (whole && second) expect(second.at).toBe(whole.at)
      }),
      { numRuns: 60 },
    )
  })

  test('what was counted is the duration, in order, and the deadline is its end', () => {
    fc.assert(
      fc.property(hours, start, duration, (shop, from, length) => {
        const found = deadlineAfter(from, length, shop)
        if (!found) return
        expect(found.counted.reduce((sum, one) => sum + one.to - one.from, 0)).toBe(length)
        expect(found.at).toBe(found.counted.at(-1)?.to ?? from)
        expect(openTime(from, found.at, shop)).toBe(length)
        let end = from
        for (const one of found.counted) {
          expect(one.from).toBeGreaterThanOrEqual(end)
          expect(one.to).toBeGreaterThan(one.from)
          end = one.to
        }
      }),
      { numRuns: 60 },
    )
  })

  test('the shop is open just when its clock shows a time of a span', () => {
    fc.assert(
      fc.property(hours, fc.oneof(start, fc.constantFrom(...CHANGES)), (shop, from) => {
        const first = Math.floor(from / (15 * 60_000)) * 15 * 60_000
        const isOpen = clockReader(shop)
        const open = openStretches(shop, first, first + 2 * DAY)
        for (let moment = first; moment < first + 2 * DAY; moment += 15 * 60_000)
          expect(open.some((one) => one.from <= moment && moment < one.to)).toBe(isOpen(moment))
      }),
      { numRuns: 40 },
    )
  })

  test('who never closes goes by the clock on the wall', () => {
    fc.assert(
      fc.property(start, duration, (from, length) => {
        expect(deadlineAfter(from, length, always)?.at).toBe(deadlineAfter(from, length, null)?.at)
      }),
      { numRuns: 60 },
    )
  })
})

/** The days on which clocks change in 2026: Paris, New York, Lord Howe (by half an hour), Beirut (at midnight). */
const CHANGES = [
  '2026-03-28T12:00:00Z',
  '2026-10-24T12:00:00Z',
  '2026-03-08T00:00:00Z',
  '2026-11-01T00:00:00Z',
  '2026-04-04T00:00:00Z',
  '2026-10-03T00:00:00Z',
].map(at)

/** Reads the clock as `Intl` shows it, which knows nothing of how the stretches were found. */
function clockReader(hours: ShopHours): (moment: number) => boolean {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: hours.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (moment) => {
    const [date = '', time = ''] = format.format(moment).split(', ')
    if (hours.holidays.includes(date)) return false
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
    const within = (index: number, inside: (span: OpenSpan) => boolean) =>
      hours.week[WEEKDAYS[(index + 7) % 7] ?? 'mon'].some(inside)
    return (
      within(weekday, ({ from, to }) => (from < to ? from <= time && time < to : from <= time)) ||
      within(weekday - 1, ({ from, to }) => to <= from && time < to)
    )
  }
}
