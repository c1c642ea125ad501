import type { ThreadState } from '@comptoir/sdk'
import type { Props } from '../screens/props.ts'
import type { Place } from '../state/model.ts'
import { unreadIn } from '../state/tickets.ts'
import { group, keyOf } from './groups.ts'
import { DOWN, Icon } from './icon.tsx'
import { Later } from './later.tsx'
import { MessageGroup } from './message-group.tsx'

/** So many pixels from an end count as being there. */
const NEAR = 60
/** And so many for the next part of a long thread to be drawn. */
const AHEAD = 600
/** So many messages are drawn at once, and so many more with each step: a thread may have thousands. */
const MOST = 150
const STEP = 50

/** `refused`: what is on its way does not arrive, and nothing is promised of it. */
export function Log({ model, actions, state, refused }: Props & { state: ThreadState; refused: boolean }) {
  const { say, dates, place } = model
  const { ticket, messages, hasEarlier, loading, typing } = state
  const last = messages.at(-1)
  const end = place.until ? messages.findIndex((message) => keyOf(message) === place.until) + 1 : messages.length
  // In steps, so that a message that comes does not move the beginning each time.
  const start = Math.max(0, Math.ceil((end - MOST) / STEP) * STEP)
  const shown = messages.slice(start, end)
  const first = shown[0] ? keyOf(shown[0]) : ''
  const older = place.first !== '' && place.first !== first
  // Only what is added now is announced: not the history, and not what is fetched from before it.
  const quiet = loading || place.loading || older

  const below = (view: HTMLElement) => view.scrollHeight - view.scrollTop - view.clientHeight
  /** Draws the part of the thread that the shopper comes near to. */
  const slide = (view: HTMLElement) => {
    if (view.scrollTop < AHEAD && start > 0) actions.slide(keyAt(messages, end - STEP))
    else if (below(view) < AHEAD && end < messages.length) actions.slide(keyAt(messages, end + STEP))
  }
  const onScroll = ({ currentTarget: view }: { currentTarget: HTMLElement }) => {
    place.anchor = anchorOf(view)
    actions.scrolled(end === messages.length && below(view) < NEAR)
    if (view.scrollTop < NEAR && hasEarlier && !start) actions.loadEarlier()
    slide(view)
  }
  return (
    <div
      class="scroll"
      // Reached and scrolled by keys, too.
      tabIndex={0}
      onScroll={onScroll}
      ref={(view) => {
        // Soon: the composer below may take more or less of the height.
        if (view)
          queueMicrotask(() => {
            keepPlace(view, place)
            // What was fetched may lie above what is drawn, where nothing scrolls.
            if (!place.atEnd) slide(view)
          })
        Object.assign(place, { first, loading })
      }}
    >
      {hasEarlier && !start && (
        <button type="button" class="plain" onClick={actions.loadEarlier}>
          {say('earlier')}
        </button>
      )}
      {!(hasEarlier || start || loading) &&
        (ticket || last || !model.parts.start ? (
          <p class="greeting">{greeting(model)}</p>
        ) : (
          <Later name="start" model={model} actions={actions} />
        ))}
      {ticket?.description && !hasEarlier && !start && (
        <div class="customer">
          <p class="bubble" dir="auto">
            {ticket.description}
          </p>
        </div>
      )}
      {!ticket && !last && model.shop && !model.parts.start && <Later name="start" model={model} actions={actions} />}
      <div
        role="log"
        aria-live={quiet ? 'off' : 'polite'}
        aria-relevant="additions"
        aria-label={say('messages')}
        aria-busy={loading}
      >
        {group(shown, dates.dayOf).map((its) => (
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
function keepPlace(view: HTMLElement, place: Place): void {
  if (place.atEnd) view.scrollTop = view.scrollHeight
  else if (place.anchor) {
    const { key, top } = place.anchor
    const mark = view.querySelector<HTMLElement>(`[data-key="${key}"]`)
    if (mark && mark.offsetTop !== top) view.scrollTop += mark.offsetTop - top
  }
  place.anchor = anchorOf(view)
}

/** The first message in sight. */
function anchorOf(view: HTMLElement): Place['anchor'] {
  const marks = [...view.querySelectorAll<HTMLElement>('[data-key]')]
  const from = view.offsetTop + view.scrollTop
  const mark = marks.find(({ offsetTop, offsetHeight }) => offsetHeight > 0 && offsetTop + offsetHeight > from)
  return mark && { key: mark.dataset.key ?? '', top: mark.offsetTop }
}

/** `''` from the newest on. */
function keyAt(messages: ThreadState['messages'], end: number): string {
  const message = messages[end - 1]
  return message && end < messages.length ? keyOf(message) : ''
}

function greeting({ shop, locale, say }: Props['model']): string {
  const { [locale]: exact, [locale.slice(0, 2)]: near } = shop?.greeting ?? {}
  return exact ?? near ?? say('greeting')
}
