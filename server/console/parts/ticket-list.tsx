import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { InboxPlace } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import type { InboxState } from '../state/inbox.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { Trouble } from './blank.tsx'
import { EmptyList } from './empty-list.tsx'
import { SearchBox } from './search-box.tsx'
import { RowSkeletons } from './skeletons.tsx'
import { TicketRowLink } from './ticket-row.tsx'

export function TicketList({ here, search }: { here: InboxPlace; search: RefObject<HTMLInputElement | null> }) {
  const { inbox } = useConsole()
  const { say } = useReader()
  const state = useSource(inbox)
  return (
    <section class="list" aria-label={say('list.label')} data-list>
      <div class="list-head">
        <h1>{say(`view.${here.view}`)}</h1>
        <SearchBox here={here} input={search} />
      </div>
      <div class="list-scroll" aria-busy={state.phase === 'loading'}>
        <Rows state={state} here={here} />
      </div>
    </section>
  )
}

function Rows({ state, here }: { state: InboxState; here: InboxPlace }) {
  const { inbox } = useConsole()
  const { say } = useReader()
  if (state.phase === 'loading' && state.rows.length === 0) return <RowSkeletons />
  const trouble = state.phase === 'failed' && (
    <Trouble title={say('list.failed')} failure={state.failure} retry={inbox.reload} />
  )
  if (state.rows.length === 0) return trouble || <EmptyList here={here} />
  return (
    <>
      {trouble}
      <ul class="rows">
        {state.rows.map((row) => (
          <TicketRowLink key={row.id} row={row} here={here} current={row.id === here.ticket} />
        ))}
      </ul>
      {state.cursor && <More state={state} />}
    </>
  )
}

/** The next page comes by itself as its place comes near; the button is for keyboards, and for another try. */
function More({ state }: { state: InboxState }) {
  const { inbox } = useConsole()
  const { say } = useReader()
  const ref = useRef<HTMLDivElement>(null)
  const idle = state.more === 'idle'
  useEffect(() => {
    if (!ref.current || !idle) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && inbox.loadMore(), {
      rootMargin: '400px',
    })
    watch.observe(ref.current)
    return () => watch.disconnect()
  }, [inbox, idle, state.cursor])
  return (
    <div class="more" ref={ref}>
      {state.more === 'loading' ? (
        <p>{say('list.loadingMore')}</p>
      ) : (
        <button type="button" class="button is-quiet" onClick={inbox.loadMore}>
          {say(state.more === 'failed' ? 'app.retry' : 'app.more')}
        </button>
      )}
    </div>
  )
}
