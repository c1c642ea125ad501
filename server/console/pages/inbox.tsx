import type { Ticket } from '@comptoir/sdk/contract'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ComposerHandle } from '../parts/composer.tsx'
import { type ListHandle, TicketList } from '../parts/ticket-list.tsx'
import { NoTicket, TicketPane } from '../parts/ticket-pane.tsx'
import { useTitle } from '../parts/title.ts'
import { useViewName } from '../parts/view-name.ts'
import type { InboxPlace } from '../state/address.ts'
import type { Asks } from '../state/asks.ts'
import { useConsole } from '../state/console.ts'
import { useLater } from '../state/later.ts'
import { WIDE } from '../state/media.ts'
import { go } from '../state/navigation.ts'
import { doMore } from '../state/notices.ts'
import { queryOf } from '../state/queries.ts'
import { isUnread, neighbour } from '../state/rows.ts'
import { useShortcuts } from '../state/shortcuts.ts'
import { useSource } from '../state/source.ts'

interface InboxProps {
  here: InboxPlace
  help: () => void
  palette: (targets: readonly Ticket[]) => void
}

/** The list on one side, the open ticket on the other; one at a time on a phone. */
export function InboxPage({ here, help, palette }: InboxProps) {
  const { inbox, selection, views } = useConsole()
  const later = useLater()
  const { rows } = useSource(inbox)
  const saved = useSource(views)
  const composer = useRef<ComposerHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<ListHandle>(null)
  const [details, setDetails] = useState<boolean | null>(null)
  const query = queryOf(here, saved)
  const asked = JSON.stringify(query)
  useEffect(() => {
    if (query) inbox.show(query)
    selection.clear()
  }, [inbox, asked])
  useEffect(() => inbox.hold(here.ticket), [inbox, here.ticket])
  useTitle(useViewName(here), rows.filter(isUnread).length)

  /** What keys are for: the chosen ones, else the one under the focus, else the open one. */
  const targets = (): Ticket[] => {
    const chosen = selection.get()
    if (chosen.size > 0) return rows.filter(({ id }) => chosen.has(id))
    const focused = focusedTicket()
    if (focused) return rows.filter(({ id }) => id === focused)
    // The open one need not be in the list.
    return composer.current ? [composer.current.ticket] : []
  }
  const toAll = (deed: (asks: Asks, targets: Ticket[]) => void) => () => {
    const found = targets()
    if (found.length > 0) later.asks((asks) => deed(asks, found))
  }
  const toOne = (deed: (asks: Asks, target: Ticket) => void) => () => {
    const [one, ...others] = targets()
    if (one && others.length === 0) later.asks((asks) => deed(asks, one))
  }
  const move = (step: 1 | -1) => {
    const next = neighbour(rows, focusedTicket() ?? here.ticket, step)
    if (!next) return
    // Beside an open conversation the next ticket is read at once; in the list alone one only goes past.
    if (here.ticket && focusedTicket() === null) go({ ...here, ticket: next.id })
    list.current?.focus(next.id)
  }
  useShortcuts({
    next: () => move(1),
    previous: () => move(-1),
    open: () => {
      const [one] = targets()
      if (one) go({ ...here, ticket: one.id })
    },
    answer: () => composer.current?.write('answer'),
    note: () => composer.current?.write('note'),
    resolve: toAll((asks, found) => asks.setStatus(found, 'resolved')),
    select: () => {
      const id = focusedTicket() ?? here.ticket
      if (id) selection.toggle(id)
    },
    assign: toAll((asks, found) => asks.assignee(found)),
    take: toAll((asks, found) => asks.assignToMe(found)),
    status: toAll((asks, found) => asks.status(found)),
    priority: toAll((asks, found) => asks.priority(found)),
    category: toAll((asks, found) => asks.category(found)),
    tags: toAll((asks, found) => asks.tags(found)),
    snooze: toAll((asks, found) => asks.snooze(found)),
    merge: toOne((asks, one) => asks.merge(one)),
    escalate: toOne((asks, one) => asks.escalate(one)),
    filter: () => later.filters(({ askFilter }, ...about) => askFilter(here, ...about)),
    undo: doMore,
    details: () => setDetails((now) => !(now ?? matchMedia(WIDE).matches)),
    search: () => search.current?.focus(),
    back: () => (selection.get().size > 0 ? selection.clear() : goBack(here, list.current)),
    palette: () => palette(targets()),
    help,
  })

  return (
    <div class="inbox">
      <TicketList here={here} search={search} handle={list} />
      {here.ticket ? (
        <TicketPane key={here.ticket} {...{ here, composer, details, setDetails }} asked={here.ticket} />
      ) : (
        <NoTicket />
      )}
    </div>
  )
}

const focusedTicket = () => document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row ?? null

/** Escape: first out of the text, then out of the ticket. */
function goBack(here: InboxPlace, list: ListHandle | null): void {
  const at = document.activeElement
  if (at instanceof HTMLElement && at.matches('input, textarea, select')) {
    at.blur()
    return
  }
  if (!here.ticket) return
  const { ticket } = here
  go({ ...here, ticket: null })
  list?.focus(ticket)
}
