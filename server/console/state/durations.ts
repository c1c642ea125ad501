const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const UNITS = ['day', 'hour', 'minute', 'second'] as const
const SECONDS = [86_400, 3_600, 60, 1]

/** "48 hours", "1 day 12 hours": an ISO 8601 duration as it was set. One that is none is shown as it came. */
export function durationWords(duration: string, locale: string): string {
  const parts = DURATION.exec(duration)?.slice(1)
  if (!parts) return duration
  return unitWords(
    parts.map((part) => Number(part ?? 0)),
    locale,
    'long',
  )
}

/** The two largest units of a number of seconds: "2 hr 5 min", "40 sec". */
export function secondsWords(seconds: number, locale: string): string {
  let left = Math.round(Math.abs(seconds))
  const counts = SECONDS.map((size) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count
  })
  const first = counts.findIndex((count) => count > 0)
  const shown = counts.map((count, at) => (first >= 0 && at < first + 2 ? count : 0))
  return unitWords(shown, locale, 'short')
}

function unitWords(counts: readonly number[], locale: string, unitDisplay: 'long' | 'short'): string {
  const words = counts.flatMap((count, at) =>
    count > 0
      ? [new Intl.NumberFormat(locale, { style: 'unit', unit: UNITS[at] ?? 'second', unitDisplay }).format(count)]
      : [],
  )
  if (words.length > 0) return words.join(' ')
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay }).format(0)
}
