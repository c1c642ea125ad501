import { useEffect, useRef } from 'preact/hooks'
import type { ComposerHandle } from '../parts/composer.tsx'
import { TicketList } from '../parts/ticket-list.tsx'
import { NoTicket, TicketPane } from '../parts/ticket-pane.tsx'
import { useTitle } from '../parts/title.ts'
import type { InboxPlace } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { go } from '../state/navigation.ts'
import { isUnread, neighbour } from '../state/rows.ts'
import { useShortcuts } from '../state/shortcuts.ts'
import { useSource } from '../state/source.ts'

/** The list on one side, the open ticket on the other; one at a time on a phone. */
export function InboxPage({ here, help }: { here: InboxPlace; help: () => void }) {
  const { inbox } = useConsole()
  const { say } = useReader()
  const { rows } = useSource(inbox)
  const composer = useRef<ComposerHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  useEffect(() => inbox.show(here.view, here.q), [inbox, here.view, here.q])
  useEffect(() => inbox.hold(here.ticket), [inbox, here.ticket])
  useTitle(say(`view.${here.view}`), rows.filter(isUnread).length)

  const move = (step: 1 | -1) => {
    const next = neighbour(rows, focusedTicket() ?? here.ticket, step)
    if (next) focusRow(next.id)
  }
  useShortcuts({
    next: () => move(1),
    previous: () => move(-1),
    answer: () => composer.current?.write('answer'),
    note: () => composer.current?.write('note'),
    resolve: () => composer.current?.resolve(),
    search: () => search.current?.focus(),
    back: () => goBack(here),
    help,
  })

  return (
    <div class="inbox">
      <TicketList here={here} search={search} />
      {here.ticket ? (
        <TicketPane key={here.ticket} here={here} asked={here.ticket} composer={composer} />
      ) : (
        <NoTicket />
      )}
    </div>
  )
}

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id)}"]`)
const focusRow = (id: string) => rowOf(id)?.focus()
const focusedTicket = () => document.activeElement?.closest<HTMLElement>('[data-ticket]')?.dataset.ticket ?? null

/** Escape: first out of the text, then out of the ticket. */
function goBack(here: InboxPlace): void {
  const at = document.activeElement
  if (at instanceof HTMLElement && at.matches('input, textarea, select')) {
    at.blur()
    return
  }
  if (!here.ticket) return
  const { ticket } = here
  go({ ...here, ticket: null })
  requestAnimationFrame(() => focusRow(ticket))
}
