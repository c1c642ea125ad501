import type { Source } from './source.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const formats = new Map<string, Intl.DateTimeFormat>()
/** Making a format is slow, and a list needs the same one for each row. */
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}

/** "now", "5 min. ago", "yesterday"; a date from a week on, with its year when it is not this one. */
export function ago(iso: string, now: Date, locale: string): string {
  const time = new Date(iso)
  const past = Math.max(0, now.getTime() - time.getTime())
  const say = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  if (past < MINUTE) return say.format(0, 'second')
  if (past < HOUR) return say.format(-Math.floor(past / MINUTE), 'minute')
  if (past < DAY) return say.format(-Math.floor(past / HOUR), 'hour')
  if (past < 7 * DAY) return say.format(-daysBetween(time, now), 'day')
  const year = time.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return dateFormat(locale, { day: 'numeric', month: 'short', ...year }).format(time)
}

/** "Today", "Yesterday", "Monday, 3 November". */
export function dayName(iso: string, now: Date, locale: string): string {
  const time = new Date(iso)
  const days = daysBetween(time, now)
  if (days < 2) return capital(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day'), locale)
  const year = time.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return capital(dateFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(time), locale)
}

export const clockTime = (iso: string, locale: string): string =>
  dateFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(new Date(iso))

export const fullTime = (iso: string, locale: string): string =>
  dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))

export const shortDate = (iso: string, locale: string): string =>
  dateFormat(locale, { dateStyle: 'medium' }).format(new Date(iso))

/** The calendar day in the reader's own time zone, to compare with. */
export const dayOf = (iso: string): string => new Date(iso).toDateString()

function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.max(0, Math.round((midnight(later) - midnight(earlier)) / DAY))
}

const capital = (text: string, locale: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)

/** A clock that stands still while nobody looks. */
function clock(period: number): Source<Date> {
  let present = new Date()
  let ticking: ReturnType<typeof setInterval> | undefined
  const listeners = new Set<() => void>()
  const tick = () => {
    present = new Date()
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => present,
    subscribe(listener) {
      listeners.add(listener)
      if (!ticking) {
        present = new Date()
        ticking = setInterval(tick, period)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(ticking)
        ticking = undefined
      }
    },
  }
}

/** Now, to half a minute: what every relative time on the page is reckoned from. */
export const now: Source<Date> = clock(MINUTE / 2)
/** Now, to the second: for what counts down. */
export const secondsOf: Source<Date> = clock(1000)
