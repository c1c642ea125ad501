import type { Failure } from '@comptoir/sdk'
import type { Deadline, DeadlineExplained, Ticket } from '@comptoir/sdk/contract'
import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { durationWords, secondsWords } from '../state/durations.ts'
import { asFailure } from '../state/failures.ts'
import { type Reader, useReader } from '../state/language.ts'
import { clockTime, fullTime, shortDate } from '../state/times.ts'
import { DueClock } from './due-clock.tsx'

/** The deadline to the second, and why it is what it is. */
export function Due({ ticket }: { ticket: Ticket }) {
  const { say } = useReader()
  const [isOpen, setOpen] = useState(false)
  const deadline = ticket.desk?.deadline ?? null
  return (
    <div class="property is-due">
      <dt>{say('details.due')}</dt>
      <dd class="property-plain">
        {deadline ? <DueClock precisely deadline={deadline} /> : <i>{say('details.noDue')}</i>}
        <button type="button" class="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say('details.why')}
        </button>
        {isOpen && <Why key={deadline?.at} ticketId={ticket.id} />}
      </dd>
    </div>
  )
}

function Why({ ticketId }: { ticketId: string }) {
  const { say, locale } = useReader()
  const { client } = useConsole()
  const [found, setFound] = useState<DeadlineExplained | Failure | null>(null)
  useEffect(() => {
    const asking = new AbortController()
    client.tickets.deadline(ticketId, { signal: asking.signal }).then(setFound, (error: unknown) => {
      if (!asking.signal.aborted) setFound(asFailure(error))
    })
    return () => asking.abort()
  }, [client, ticketId])

  if (!found) return <p class="why">{say('app.loading')}</p>
  if ('code' in found) return <p class="why wrong">{say('details.whyFailed')}</p>
  if (!found.deadline) return <p class="why">{found.because && say(`due.because.${found.because}`)}</p>
  return (
    <div class="why">
      <p>{ruleWords(found.deadline, { say, locale })}</p>
      <p>{countedWords(found, { say, locale })}</p>
      <ul>
        {found.counted.map(({ from, to, seconds }) => (
          <li key={from}>
            <span>
              {shortDate(from, locale)} {clockTime(from, locale)} – {clockTime(to, locale)}
            </span>
            <span>{secondsWords(seconds, locale)}</span>
          </li>
        ))}
      </ul>
      <p>{say('due.at', { at: fullTime(found.deadline.at, locale) })}</p>
    </div>
  )
}

type Words = Pick<Reader, 'say' | 'locale'>

const ruleWords = ({ rule, duration }: Deadline, { say, locale }: Words): string =>
  say(`due.rule.${rule}`, { time: durationWords(duration, locale) })

function countedWords({ deadline, hours }: DeadlineExplained, { say, locale }: Words): string {
  const from = fullTime(deadline?.startedAt ?? '', locale)
  return hours ? say('due.countedHours', { from, zone: hours.timeZone }) : say('due.counted', { from })
}
