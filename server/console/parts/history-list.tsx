import { useMemo, useState } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { eventWords, type Teller } from '../state/fact-words.ts'
import { type History, historyLines, type Line } from '../state/history.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { Ago } from './ago.tsx'
import { EventMark } from './event-mark.tsx'
import { Icon, type IconName } from './icon.tsx'

/** So many lines at first: the beginning of a long story is rarely asked for. */
const SHORT = 12

/** Who did what, the latest first. */
export function HistoryList({ history }: { history: History }) {
  const reader = useReader()
  const { say } = reader
  const staff = useSource(useConsole().staff)
  const { facts, cursor, phase } = useSource(history)
  const lines = useMemo(() => historyLines(facts), [facts])
  const [length, setLength] = useState(SHORT)
  const isShort = length < lines.length
  const showMore = () => (isShort ? setLength(lines.length) : history.load())
  return (
    <section class="details-block">
      <h3>{say('details.history')}</h3>
      <ol class="history" aria-busy={phase === 'loading'}>
        {lines.slice(0, length).map((line) => (
          <li key={line.key} class="history-line">
            {line.kind === 'event' ? <EventMark fact={line.fact} /> : <Icon name={MARKS[line.type]} />}
            <span class="history-words">{lineWords(line, { ...reader, staff })}</span>
            <Ago at={line.at} />
          </li>
        ))}
      </ol>
      {phase === 'failed' && <p class="wrong">{say('details.historyFailed')}</p>}
      {(phase === 'failed' || cursor || isShort) && (
        <button type="button" class="text-button" onClick={showMore}>
          {say(phase === 'failed' && !isShort ? 'app.retry' : 'app.more')}
        </button>
      )}
    </section>
  )
}

const MARKS = {
  customer_message: 'chat',
  agent_message: 'reply',
  internal_note: 'note',
  system: 'clock',
} as const satisfies Record<string, IconName>

function lineWords(line: Line, teller: Teller): string {
  if (line.kind === 'event') return eventWords(line.fact, teller)
  const { say } = teller
  const who = line.who.name ?? say(line.who.kind === 'customer' ? 'people.visitor' : 'people.system')
  return say(`fact.${line.type}`, { who, count: line.count })
}
