import type { Failure } from '@comptoir/sdk'
import type { TicketStats } from '@comptoir/sdk/contract'
import { useEffect, useState } from 'preact/hooks'
import { Trouble } from '../parts/blank.tsx'
import { ForAdmins } from '../parts/for-admins.tsx'
import { Link } from '../parts/link.tsx'
import { useTitle } from '../parts/title.ts'
import { HOME, type InboxPlace } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { secondsWords } from '../state/durations.ts'
import { asFailure } from '../state/failures.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'

/** How the shop's support stands now, and went lately. */
export function SupportPage() {
  const { say } = useReader()
  const { me } = useConsole()
  useTitle(say('nav.support'))
  if (me.role !== 'admin') return <ForAdmins />
  return (
    <div class="page">
      <div class="page-column is-wide">
        <h1>{say('nav.support')}</h1>
        <Now />
        <Lately />
        <Team />
      </div>
    </div>
  )
}

/** Runs by itself: the counts are those of the views. */
function Now() {
  const { say } = useReader()
  const counts = useSource(useConsole().counts)
  return (
    <section aria-labelledby="now">
      <h2 id="now">{say('support.now')}</h2>
      <div class="figures">
        {(['unassigned', 'escalated', 'due', 'snoozed'] as const).map((view) => (
          <Figure key={view} name={say(`view.${view}`)} value={counts[view]} to={{ ...HOME, view }} />
        ))}
      </div>
    </section>
  )
}

const OFTEN = 60_000

function Lately() {
  const { say, locale } = useReader()
  const { client } = useConsole()
  const [stats, setStats] = useState<TicketStats | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const load = () => {
    client.stats.read({ period: '30d' }).then(
      (found) => {
        setStats(found)
        setFailure(null)
      },
      (error: unknown) => setFailure(asFailure(error)),
    )
  }
  useEffect(() => {
    load()
    const timer = setInterval(load, OFTEN)
    return () => clearInterval(timer)
  }, [client])
  if (failure && !stats) return <Trouble title={say('support.failed')} failure={failure} retry={load} />
  const time = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? null : secondsWords(seconds, locale)
  const score = stats?.satisfaction.mean
  const stars = score && new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(score)
  return (
    <section aria-labelledby="lately" aria-busy={!stats}>
      <h2 id="lately">{say('support.lately')}</h2>
      <div class="figures">
        <Figure name={say('support.total')} value={stats?.total} />
        <Figure name={say('support.last24h')} value={stats?.last24h} />
        <Figure name={say('support.firstResponse')} value={stats && (time(stats.firstResponse.median) ?? '–')} />
        <Figure name={say('support.resolution')} value={stats && (time(stats.resolution.median) ?? '–')} />
        <Figure name={say('support.satisfaction')} value={stats && (stars ? say('support.ofFive', { stars }) : '–')} />
        <Figure name={say('support.escalated')} value={stats?.escalated} />
      </div>
    </section>
  )
}

function Team() {
  const { say } = useReader()
  const { agents } = useSource(useConsole().staff)
  const present = agents.filter(({ presence }) => presence.state === 'present')
  return (
    <section aria-labelledby="team">
      <h2 id="team">{say('support.team', { count: present.length })}</h2>
      <ul class="card team">
        {agents.map((agent) => (
          <li key={agent.id}>
            <span class={`presence is-${agent.presence.state}`} />
            <Link to={{ ...HOME, filter: { assignee: agent.id } }}>{agent.name}</Link>
            <span class="team-state">
              {say('ask.busy', { state: say(`presence.${agent.presence.state}`), count: agent.busy })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Figure({ name, value, to }: { name: string; value: number | string | null | undefined; to?: InboxPlace }) {
  const { locale } = useReader()
  const shown = typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value
  const inside = (
    <>
      <span class="figure-name">{name}</span>
      <span class="figure-value">{shown ?? <span class="skeleton-line is-short" />}</span>
    </>
  )
  return to ? (
    <Link class="figure" to={to}>
      {inside}
    </Link>
  ) : (
    <div class="figure">{inside}</div>
  )
}
