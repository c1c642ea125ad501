import { Composer } from '../parts/composer.tsx'
import { Later } from '../parts/later.tsx'
import { Log } from '../parts/log.tsx'
import { Notice } from '../parts/notice.tsx'
import { barrier } from '../state/reach.ts'
import { isOver } from '../state/tickets.ts'
import type { Props } from './props.ts'

export function Chat({ model, actions }: Props) {
  const { thread, turn, loading, trouble, say } = model
  const state = thread?.get()
  const { ticket, messages = [], failure } = state ?? {}
  const unreachable = (trouble || (failure && !ticket)) && messages.length === 0
  const lost = barrier(model, Date.now())
  const refused = lost === 'refused'
  return (
    <>
      {state && (!refused || messages[0]) && (
        <Log key={turn} model={model} actions={actions} state={state} refused={refused} />
      )}
      {refused || unreachable ? (
        <Notice model={model} actions={actions} refused={refused} />
      ) : (
        !state && <div class="wait" aria-busy={loading} />
      )}
      <p class="strip" role="status">
        {lost && !refused && !unreachable && say(lost)}
      </p>
      {isOver(ticket?.status) && <Later name="care" model={model} actions={actions} />}
      {thread && !refused && ticket?.status !== 'closed' && <Composer key={turn} model={model} actions={actions} />}
    </>
  )
}
