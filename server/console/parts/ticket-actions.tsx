import type { Ticket } from '@comptoir/sdk/contract'
import { HOME } from '../state/address.ts'
import { useAsks } from '../state/asks.ts'
import { useConsole } from '../state/console.ts'
import { useDeeds } from '../state/deeds.ts'
import { useReader } from '../state/language.ts'
import { go } from '../state/navigation.ts'
import { Icon, type IconName } from './icon.tsx'

/** What is done to a ticket now and then. */
export function TicketActions({ ticket }: { ticket: Ticket }) {
  const { say } = useReader()
  const { me } = useConsole()
  const asks = useAsks()
  const deeds = useDeeds()
  const isMerged = Boolean(ticket.desk?.mergedIntoId)
  const isLiving = ticket.status !== 'closed'
  return (
    <section class="details-block">
      <h3>{say('details.actions')}</h3>
      <div class="actions">
        {isLiving && <Action icon="clock" name={say('details.snooze')} keys="H" run={() => asks.snooze([ticket])} />}
        {isLiving && ticket.status !== 'escalated' && (
          <Action icon="warn" name={say('details.escalate')} keys="!" run={() => asks.escalate(ticket)} />
        )}
        {isLiving && <Action icon="merge" name={say('details.merge')} keys="M" run={() => asks.merge(ticket)} />}
        {isMerged && <Action icon="undo" name={say('details.unmerge')} run={() => deeds.unmerge(ticket)} />}
        {me.role === 'admin' && (
          <Action icon="trash" name={say('details.delete')} run={() => asks.remove(ticket, () => go(HOME))} />
        )}
      </div>
    </section>
  )
}

interface ActionProps {
  icon: IconName
  name: string
  keys?: string
  run: () => void
}

const Action = ({ icon, name, keys, run }: ActionProps) => (
  <button type="button" class="menu-item" onClick={run}>
    <Icon name={icon} />
    {name}
    {keys && <kbd>{keys}</kbd>}
  </button>
)
