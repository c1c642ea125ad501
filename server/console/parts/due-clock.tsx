import type { Deadline } from '@comptoir/sdk/contract'
import { secondsWords } from '../state/durations.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { fullTime, now, secondsOf } from '../state/times.ts'
import { Icon } from './icon.tsx'

/** From here on a deadline is near. */
const SOON = 3_600
const MINUTE = 60

/** "in 2 hr", "5 min late": runs by itself. `precisely`: in seconds, too. */
export function DueClock({ deadline, precisely = false }: { deadline: Deadline; precisely?: boolean }) {
  const { say, locale } = useReader()
  const present = useSource(precisely ? secondsOf : now)
  const left = (Date.parse(deadline.at) - present.getTime()) / 1000
  const state = left < 0 ? 'late' : left < SOON ? 'soon' : 'far'
  const shown = precisely ? left : Math.max(MINUTE, roughly(Math.abs(left)))
  return (
    <span class={`due is-${state}`} title={fullTime(deadline.at, locale)}>
      <Icon name={state === 'late' ? 'warn' : 'clock'} />
      {say(left < 0 ? 'due.late' : 'due.in', { time: secondsWords(shown, locale) })}
    </span>
  )
}

/** Days, hours or minutes alone: beside other things there is no room for more. */
function roughly(seconds: number): number {
  const unit = [86_400, 3_600, MINUTE].find((size) => seconds >= size) ?? MINUTE
  return Math.floor(seconds / unit) * unit
}
