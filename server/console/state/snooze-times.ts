export type SnoozeKey = 'hours' | 'evening' | 'tomorrow' | 'weekend' | 'monday' | 'week'

const MORNING = 9
const EVENING = 18
const MONDAY = 1
const SATURDAY = 6

/** The times that people mean: three hours on, this evening, tomorrow morning, the weekend, Monday, in a week. */
export function snoozeTimes(now: Date): { key: SnoozeKey; until: Date }[] {
  const day = now.getDay()
  const toMonday = (MONDAY - day + 7) % 7 || 7
  const toSaturday = (SATURDAY - day + 7) % 7
  const times: { key: SnoozeKey; until: Date }[] = [{ key: 'hours', until: new Date(now.getTime() + 3 * 3_600_000) }]
  if (now.getHours() < EVENING - 3) times.push({ key: 'evening', until: at(now, 0, EVENING) })
  times.push({ key: 'tomorrow', until: at(now, 1, MORNING) })
  if (toSaturday > 1) times.push({ key: 'weekend', until: at(now, toSaturday, MORNING) })
  if (toMonday > 1) times.push({ key: 'monday', until: at(now, toMonday, MORNING) })
  times.push({ key: 'week', until: at(now, 7, MORNING) })
  return times
}

const at = (now: Date, days: number, hour: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
