import type { ThreadState } from '@comptoir/sdk'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Props } from '../screens/props.ts'
import { unreadIn } from '../state/tickets.ts'
import { group, keyOf } from './groups.ts'
import { DOWN, Icon } from './icon.tsx'
import { MessageGroup } from './message-group.tsx'

/** So many pixels from an end count as being there. */
const NEAR = 60

export function Log({ model, actions, state }: Props & { state: ThreadState }) {
  const { say, dates, atEnd } = model
  const { ticket, messages, hasEarlier, loading, typing } = state
  const last = messages.at(-1)
  const { box, older, wasLoading } = usePlace(state, atEnd)
  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = box.current ?? {}
    actions.scrolled(scrollHeight - scrollTop - clientHeight < NEAR)
    if (hasEarlier && scrollTop < NEAR) actions.loadEarlier()
  }
  return (
    <div class="scroll" ref={box} onScroll={onScroll}>
      {hasEarlier && (
        <button type="button" class="plain" onClick={actions.loadEarlier}>
          {say('earlier')}
        </button>
      )}
      {!hasEarlier && !loading && <p class="greeting">{greeting(model)}</p>}
      <div
        role="log"
        // Only what is added now is announced: not the history, and not what is fetched from before it.
        aria-live={loading || wasLoading || older ? 'off' : 'polite'}
        aria-relevant="additions"
        aria-label={say('messages')}
        aria-busy={loading}
      >
        {group(messages, dates.dayOf).map((its) => (
          <MessageGroup key={its.key} group={its} last={last} model={model} actions={actions} />
        ))}
      </div>
      {last?.author.kind === 'customer' && last.state !== 'failed' && (
        <p class="meta mine">{`${dates.time(last.createdAt)} · ${say(last.state)}`}</p>
      )}
      {typing && <p class="bubble dots" aria-hidden="true" />}
      {!atEnd && ticket && unreadIn(ticket) > 0 && (
        <button type="button" class="latest" onClick={() => actions.scrolled(true)}>
          <Icon d={DOWN} />
          {say('latest')}
        </button>
      )}
    </div>
  )
}

/** Keeps the shopper's place: at the end while they are there, else where they are reading. */
function usePlace({ messages, loading }: ThreadState, atEnd: boolean) {
  const box = useRef<HTMLDivElement>(null)
  const before = useRef({ first: '', height: 0, loading })
  const first = messages[0] ? keyOf(messages[0]) : ''
  const older = before.current.first !== '' && before.current.first !== first
  const wasLoading = before.current.loading

  useLayoutEffect(() => {
    const view = box.current
    if (!view) return
    const { scrollHeight } = view
    if (older) view.scrollTop += scrollHeight - before.current.height
    else if (atEnd) view.scrollTop = scrollHeight
    before.current = { first, height: scrollHeight, loading }
  })
  return { box, older, wasLoading }
}

function greeting({ shop, locale, say }: Props['model']): string {
  const { [locale]: exact, [locale.slice(0, 2)]: near } = shop?.greeting ?? {}
  return exact ?? near ?? say('greeting')
}
