import type { ThreadState } from '@comptoir/sdk'
import type { Props } from '../screens/props.ts'
import type { Place } from '../state/model.ts'
import { unreadIn } from '../state/tickets.ts'
import { group, keyOf } from './groups.ts'
import { DOWN, Icon } from './icon.tsx'
import { MessageGroup } from './message-group.tsx'

/** So many pixels from an end count as being there. */
const NEAR = 60

/** `refused`: what is on its way does not arrive, and nothing is promised of it. */
export function Log({ model, actions, state, refused }: Props & { state: ThreadState; refused: boolean }) {
  const { say, dates, place } = model
  const { ticket, messages, hasEarlier, loading, typing } = state
  const last = messages.at(-1)
  const first = messages[0] ? keyOf(messages[0]) : ''
  const older = place.first !== '' && place.first !== first
  // Only what is added now is announced: not the history, and not what is fetched from before it.
  const quiet = loading || place.loading || older

  const onScroll = ({ currentTarget: view }: { currentTarget: HTMLElement }) => {
    actions.scrolled(view.scrollHeight - view.scrollTop - view.clientHeight < NEAR)
    if (hasEarlier && view.scrollTop < NEAR) actions.loadEarlier()
  }
  return (
    <div
      class="scroll"
      onScroll={onScroll}
      ref={(view) => {
        // Soon: the composer below may take more or less of the height.
        if (view) queueMicrotask(() => keepPlace(view, place, older))
        Object.assign(place, { first, loading })
      }}
    >
      {hasEarlier && (
        <button type="button" class="plain" onClick={actions.loadEarlier}>
          {say('earlier')}
        </button>
      )}
      {!hasEarlier && !loading && <p class="greeting">{greeting(model)}</p>}
      <div
        role="log"
        aria-live={quiet ? 'off' : 'polite'}
        aria-relevant="additions"
        aria-label={say('messages')}
        aria-busy={loading}
      >
        {group(messages, dates.dayOf).map((its) => (
          <MessageGroup key={its.key} group={its} last={last} model={model} actions={actions} />
        ))}
      </div>
      {last?.author.kind === 'customer' && last.state !== 'failed' && !(last.state === 'pending' && refused) && (
        <p class="meta mine">{`${dates.time(last.createdAt)} · ${say(last.state)}`}</p>
      )}
      {typing && <p class="bubble dots" aria-hidden="true" />}
      {!place.atEnd && ticket && unreadIn(ticket) > 0 && (
        <button type="button" class="latest" onClick={() => actions.scrolled(true)}>
          <Icon d={DOWN} />
          {say('latest')}
        </button>
      )}
    </div>
  )
}

/** At the end while the shopper is there, else where they are reading. */
function keepPlace(view: HTMLElement, place: Place, older: boolean): void {
  if (older) view.scrollTop += view.scrollHeight - place.height
  else if (place.atEnd) view.scrollTop = view.scrollHeight
  place.height = view.scrollHeight
}

function greeting({ shop, locale, say }: Props['model']): string {
  const { [locale]: exact, [locale.slice(0, 2)]: near } = shop?.greeting ?? {}
  return exact ?? near ?? say('greeting')
}
