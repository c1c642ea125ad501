import type { Ticket, TicketRow } from '@comptoir/sdk/contract'
import { useEffect, useState } from 'preact/hooks'
import { HOME } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { asFailure } from '../state/failures.ts'
import { useReader } from '../state/language.ts'
import { Ago } from './ago.tsx'
import { Link } from './link.tsx'
import { StatusIcon } from './status.tsx'

const SHOWN = 5

/** What else this customer has asked, the latest first. */
export function PastTickets({ ticket }: { ticket: Ticket }) {
  const { say } = useReader()
  const { client } = useConsole()
  const [rows, setRows] = useState<TicketRow[] | null>(null)
  useEffect(() => {
    const asking = new AbortController()
    client.tickets
      .list({ customer: ticket.customerId, limit: SHOWN + 1 }, { signal: asking.signal })
      .then(({ items }) => setRows(items))
      // Beside the ticket it is an extra: where it cannot be had, nothing is said of it.
      .catch((error: unknown) => void asFailure(error))
    return () => asking.abort()
  }, [client, ticket.customerId])
  const others = rows?.filter(({ id }) => id !== ticket.id).slice(0, SHOWN)
  if (!others) return null
  return (
    <section class="details-block">
      <h3>{say('details.past')}</h3>
      {others.length === 0 && <p class="details-none">{say('details.pastNone')}</p>}
      <ul class="past">
        {others.map((row) => (
          <li key={row.id}>
            <Link class="past-link" to={{ ...HOME, ticket: row.id }}>
              <StatusIcon status={row.status} />
              <span class="past-words" dir="auto">
                {row.subject}
              </span>
              <span class="unseen">{say(`status.${row.status}`)}</span>
              <Ago at={row.lastMessageAt ?? row.createdAt} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
