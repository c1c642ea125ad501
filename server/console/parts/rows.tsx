import type { TicketRow } from '@comptoir/sdk/contract'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { InboxPlace } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import type { InboxState } from '../state/inbox.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { useSpan } from '../state/window.ts'
import { ROW_HEIGHT } from './row-height.ts'
import { TicketRowItem } from './ticket-row.tsx'

/** So many rows before the end the next page is asked for. */
const AHEAD = 40

interface RowsProps {
  state: InboxState
  here: InboxPlace
  scroller: RefObject<HTMLDivElement | null>
}

/** The rows in sight, in a box as high as all of them. */
export function Rows({ state, here, scroller }: RowsProps) {
  const { inbox, selection } = useConsole()
  const chosen = useSource(selection)
  const { rows, cursor, more } = state
  const { first, end } = useSpan(scroller, rows.length, ROW_HEIGHT)
  const isNear = end + AHEAD > rows.length
  useEffect(() => {
    if (cursor && more === 'idle' && isNear) inbox.loadMore()
  }, [inbox, cursor, more, isNear])
  const pick = (row: TicketRow, reach: boolean) =>
    reach
      ? selection.reach(
          rows.map(({ id }) => id),
          row.id,
        )
      : selection.toggle(row.id)
  return (
    <>
      <ul class="rows" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
        {rows.slice(first, end).map((row, at) => (
          <TicketRowItem
            key={row.id}
            {...{ row, here, pick }}
            at={first + at}
            count={cursor ? -1 : rows.length}
            current={row.id === here.ticket}
            chosen={chosen.has(row.id)}
          />
        ))}
      </ul>
      {cursor && <More state={state} />}
    </>
  )
}

/** The next page comes by itself; the button is for another try. */
function More({ state }: { state: InboxState }) {
  const { inbox } = useConsole()
  const { say } = useReader()
  return (
    <div class="more">
      {state.more === 'failed' ? (
        <button type="button" class="button is-quiet" onClick={inbox.loadMore}>
          {say('app.retry')}
        </button>
      ) : (
        <p>{say('list.loadingMore')}</p>
      )}
    </div>
  )
}
