import { TICKET_STATUSES, type TicketStatus } from '@comptoir/sdk/contract'
import { useState } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { mayTurn } from '../state/turns.ts'
import { Icon } from './icon.tsx'
import { StatusIcon } from './status.tsx'

interface ChoiceProps {
  status: TicketStatus
  choose: (status: TicketStatus) => void | Promise<void>
}

/** The browser's own select: it works with any keyboard, screen reader and phone. */
export function StatusChoice({ status, choose }: ChoiceProps) {
  const { say } = useReader()
  const { me } = useConsole()
  const [wished, setWished] = useState<TicketStatus | null>(null)
  const shown = wished ?? status
  const pick = async (next: TicketStatus) => {
    setWished(next)
    await choose(next)
    setWished(null)
  }
  return (
    <label
      class={`select status-choice status-${shown}`}
      aria-busy={wished !== null}
      title={say(`status.hint.${shown}`)}
    >
      <StatusIcon status={shown} />
      <span class="unseen">{say('status.label')}</span>
      {/* Its options are exactly the statuses. */}
      <select value={shown} onChange={(event) => void pick(event.currentTarget.value as TicketStatus)}>
        {TICKET_STATUSES.map((one) => (
          <option key={one} value={one} disabled={one !== shown && !mayTurn(status, one, me.role)}>
            {say(`status.${one}`)}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </label>
  )
}
