import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { StatusIcon } from './status.tsx'

export function ClosedBar({ reopen }: { reopen: () => void }) {
  const { say } = useReader()
  const { me } = useConsole()
  const isAdmin = me.role === 'admin'
  return (
    <div class="closed-bar">
      <StatusIcon status="closed" />
      <p>{say(isAdmin ? 'composer.closed' : 'composer.closedAgent')}</p>
      {isAdmin && (
        <button type="button" class="button" onClick={reopen}>
          {say('composer.reopen')}
        </button>
      )}
    </div>
  )
}
