import type { TicketRow } from '@comptoir/sdk/contract'
import { useAsks } from '../state/asks.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { Icon, type IconName } from './icon.tsx'

/** What can be done to all the chosen tickets at once. */
export function BulkBar({ rows }: { rows: readonly TicketRow[] }) {
  const { say } = useReader()
  const { selection } = useConsole()
  const chosen = useSource(selection)
  const asks = useAsks()
  if (chosen.size === 0) return null
  const targets = rows.filter(({ id }) => chosen.has(id))
  return (
    <div class="bulk" role="toolbar" aria-label={say('bulk.label')}>
      <span class="bulk-count" role="status">
        {say('bulk.count', { count: targets.length })}
      </span>
      <Button icon="check" name={say('status.label')} run={() => asks.status(targets)} />
      <Button icon="person" name={say('details.assignee')} run={() => asks.assignee(targets)} />
      <Button icon="warn" name={say('priority.label')} run={() => asks.priority(targets)} />
      <Button icon="tag" name={say('details.tags')} run={() => asks.tags(targets)} />
      <Button icon="clock" name={say('details.snooze')} run={() => asks.snooze(targets)} />
      <Button icon="close" name={say('bulk.clear')} run={selection.clear} />
    </div>
  )
}

const Button = ({ icon, name, run }: { icon: IconName; name: string; run: () => void }) => (
  <button type="button" class="icon-button" aria-label={name} title={name} onClick={run}>
    <Icon name={icon} />
  </button>
)
