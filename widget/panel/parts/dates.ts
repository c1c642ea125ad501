/** Moments as the shopper's language and zone write them. All take and give ISO 8601 and text. */
export interface Dates {
  time(at: string): string
  /** Today, yesterday, or the day's name. */
  day(at: string, now: number): string
  /** The time of today, else the date, as short as can be. */
  brief(at: string, now: number): string
  /** The same for moments of the same day. */
  dayOf(at: string): string
}

const DAY = 24 * 60 * 60_000

export function createDates(locale: string): Dates {
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const long = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const midnight = (at: string | number) => new Date(at).setHours(0, 0, 0, 0)
  // Rounded, since a day may be an hour longer or shorter than the others.
  const daysAgo = (at: string, now: number) => Math.round((midnight(now) - midnight(at)) / DAY)
  const time = (at: string) => clock.format(new Date(at))
  return {
    time,
    day(at, now) {
      const ago = daysAgo(at, now)
      const name = ago < 2 ? relative.format(-ago, 'day') : long.format(new Date(at))
      return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
    },
    brief: (at, now) => (daysAgo(at, now) < 1 ? time(at) : short.format(new Date(at))),
    dayOf: (at) => new Date(at).toDateString(),
  }
}
