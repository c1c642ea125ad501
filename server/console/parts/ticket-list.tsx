import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type InboxPlace, isBuiltIn } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { useLater } from '../state/later.ts'
import { lazy } from '../state/lazy.ts'
import { useSource } from '../state/source.ts'
import { Trouble } from './blank.tsx'
import { EmptyList } from './empty-list.tsx'
import { FilterBar, FilterButton } from './filter-bar.tsx'
import { Icon } from './icon.tsx'
import { ROW_HEIGHT } from './row-height.ts'
import { Rows } from './rows.tsx'
import { SearchBox } from './search-box.tsx'
import { RowSkeletons } from './skeletons.tsx'
import { useViewName } from './view-name.ts'

const BulkBar = lazy(async () => (await import('./bulk-bar.tsx')).BulkBar)

export interface ListHandle {
  /** Brings a row into sight and moves the focus to it. */
  focus(id: string): void
}

interface ListProps {
  here: InboxPlace
  search: RefObject<HTMLInputElement | null>
  handle: RefObject<ListHandle | null>
}

export function TicketList({ here, search, handle }: ListProps) {
  const { inbox, selection } = useConsole()
  const { say } = useReader()
  const state = useSource(inbox)
  const isChoosing = useSource(selection).size > 0
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    handle.current = {
      focus(id) {
        const at = inbox.get().rows.findIndex((row) => row.id === id)
        if (at >= 0 && scroller.current) bringIntoSight(scroller.current, at)
        const row = rowOf(id)
        if (row) row.focus({ preventScroll: true })
        // Far away it is drawn only after the scroll has been heard.
        else requestAnimationFrame(() => requestAnimationFrame(() => rowOf(id)?.focus({ preventScroll: true })))
      },
    }
  }, [inbox, handle])

  return (
    <section class="list" aria-label={say('list.label')} data-list>
      <Head here={here} search={search} />
      <div class="list-scroll" ref={scroller} aria-busy={state.phase === 'loading'}>
        {state.phase === 'failed' && (
          <Trouble title={say('list.failed')} failure={state.failure} retry={inbox.reload} />
        )}
        {state.phase === 'loading' && state.rows.length === 0 && <RowSkeletons />}
        {state.phase === 'ready' && state.rows.length === 0 && <EmptyList here={here} />}
        {state.rows.length > 0 && <Rows {...{ state, here, scroller }} />}
      </div>
      {isChoosing && <BulkBar rows={state.rows} />}
    </section>
  )
}

function Head({ here, search }: Pick<ListProps, 'here' | 'search'>) {
  const { say } = useReader()
  const later = useLater()
  const name = useViewName(here)
  return (
    <div class="list-head">
      <div class="list-title">
        <h1 dir="auto">{name}</h1>
        {!isBuiltIn(here.view) && (
          <button
            type="button"
            class="icon-button"
            aria-label={say('view.edit')}
            title={say('view.edit')}
            onClick={() => later.filters(({ askAboutView }, ...about) => askAboutView(here, ...about))}
          >
            <Icon name="edit" />
          </button>
        )}
        <FilterButton here={here} />
      </div>
      <SearchBox here={here} input={search} />
      <FilterBar here={here} />
    </div>
  )
}

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id)}"]`)

function bringIntoSight(scroller: HTMLElement, at: number): void {
  const [top, bottom] = [at * ROW_HEIGHT, (at + 1) * ROW_HEIGHT]
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight
}
