import { useEffect, useMemo, useState } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { historyLines, type Line, openHistory } from '../state/history.ts'
import { type Reader, useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { Ago } from './ago.tsx'
import { Icon, type IconName } from './icon.tsx'
import { StatusIcon } from './status.tsx'

/** So many lines at first: the beginning of a long story is rarely asked for. */
const SHORT = 20

/** Who did what, the latest first. */
export function HistoryList({ ticketId }: { ticketId: string }) {
  const { say } = useReader()
  const { client } = useConsole()
  const history = useMemo(() => openHistory(client, ticketId), [client, ticketId])
  useEffect(() => () => history.close(), [history])
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
            <Mark line={line} />
            <span class="history-words">{wordsOf(line, say)}</span>
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

function Mark({ line }: { line: Line }) {
  if (line.kind === 'status') return <StatusIcon status={line.to} />
  return <Icon name={line.kind === 'messages' ? MARKS[line.type] : 'inbox'} />
}

export function wordsOf(line: Line, say: Reader['say']): string {
  const who = line.who.name ?? say(line.who.kind === 'customer' ? 'people.visitor' : 'people.system')
  if (line.kind === 'created') return say('fact.created', { who })
  if (line.kind === 'messages') return say(`fact.${line.type}`, { who, count: line.count })
  return say('fact.status', { who, from: say(`status.${line.from}`), to: say(`status.${line.to}`) })
}
