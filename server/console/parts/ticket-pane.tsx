import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { HOME, type InboxPlace } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { type History, openHistory } from '../state/history.ts'
import { useReader } from '../state/language.ts'
import { lazy } from '../state/lazy.ts'
import { NARROW, useMedia, WIDE } from '../state/media.ts'
import { go } from '../state/navigation.ts'
import { tell } from '../state/notices.ts'
import { useSource } from '../state/source.ts'
import { type OpenTicket, openTicket, type TicketState } from '../state/ticket.ts'
import { Blank, Trouble } from './blank.tsx'
import type { ComposerHandle } from './composer.tsx'
import { Dialog } from './dialog.tsx'
import { Link } from './link.tsx'
import { ThreadSkeleton } from './skeletons.tsx'
import { ThreadView } from './thread-view.tsx'
import { TicketHead } from './ticket-head.tsx'

/** The thread comes first; what stands beside it may come a moment later. */
const Details = lazy(async () => (await import('./details.tsx')).Details)

interface PaneProps {
  here: InboxPlace
  /** The ticket's id, or its number as typed into the address. */
  asked: string
  composer: RefObject<ComposerHandle | null>
  /** Whether the details are wished for; `null`: where there is room. */
  details: boolean | null
  setDetails: (wished: boolean | null) => void
}

export function TicketPane({ here, asked, composer, details, setDetails }: PaneProps) {
  const open = useOpenTicket(asked)
  const state = useSource(open)
  const { ticket } = state
  useEffect(() => {
    // One ticket, one address: a number becomes the id.
    if (ticket && ticket.id !== asked) go({ ...here, ticket: ticket.id }, 'replace')
  }, [ticket?.id, asked])
  const heading = useFocusOnPhone()

  return (
    <section class="ticket" aria-labelledby="ticket-subject" aria-busy={!ticket && !state.failure}>
      <Inside {...{ open, state, here, composer, heading, details, setDetails }} />
    </section>
  )
}

interface InsideProps {
  open: OpenTicket
  state: TicketState
  here: InboxPlace
  composer: RefObject<ComposerHandle | null>
  heading: RefObject<HTMLHeadingElement | null>
  details: boolean | null
  setDetails: (wished: boolean | null) => void
}

function Inside(props: InsideProps) {
  const { open, state } = props
  const { say } = useReader()
  const { ticket, thread, failure } = state
  if (failure && (!ticket || failure.code === 'not_found')) return <NotThere open={open} state={state} />
  if (!ticket || !thread) return <ThreadSkeleton />
  return <Opened {...props} {...{ ticket, thread }} label={say('thread.details')} />
}

type OpenedProps = InsideProps & {
  ticket: NonNullable<TicketState['ticket']>
  thread: NonNullable<TicketState['thread']>
  label: string
}

function Opened(props: OpenedProps) {
  const { open, state, here, composer, heading, ticket, thread, label, setDetails } = props
  const { say } = useReader()
  const isWide = useMedia(WIDE)
  const shown = props.details ?? isWide
  const history = useHistory(ticket.id)
  const inside = <Details {...{ ticket, history }} customer={state.customer} />
  const setStatus = async (status: (typeof ticket)['status']) => {
    const refused = await open.setStatus(status)
    if (refused) tell(say('status.notChanged', { why: say(`failure.${refused.code}`) }), 'wrong')
    else tell(say('status.changed', { number: `#${ticket.number}`, status: say(`status.${status}`) }))
  }
  return (
    <>
      <TicketHead {...{ ticket, here, heading, setStatus, detailsShown: shown }} toggle={() => setDetails(!shown)} />
      <div class="ticket-body">
        <ThreadView {...{ ticket, customer: state.customer, thread, history, open, composer, setStatus }} />
        {shown && isWide && (
          // It can be scrolled, so the keyboard must reach it.
          <aside class="details" aria-label={label} tabIndex={0}>
            {inside}
          </aside>
        )}
      </div>
      {shown && !isWide && (
        <Dialog class="sheet" title={label} close={() => setDetails(null)}>
          {inside}
        </Dialog>
      )}
    </>
  )
}

function NotThere({ open, state }: { open: OpenTicket; state: TicketState }) {
  const { say } = useReader()
  const code = state.failure?.code
  if (code !== 'not_found' && code !== 'malformed' && code !== 'invalid') {
    return <Trouble title={say('thread.failed')} failure={state.failure} retry={open.reload} />
  }
  return (
    <Blank isHeading icon="search" title={say('thread.missing')}>
      <p>{say('thread.missingLead')}</p>
      <Link class="button" to={HOME}>
        {say('missing.back')}
      </Link>
    </Blank>
  )
}

export function NoTicket() {
  const { say } = useReader()
  return (
    <div class="ticket is-none">
      <Blank icon="inbox" title={say('thread.none')}>
        <p>{say('thread.noneLead')}</p>
      </Blank>
    </div>
  )
}

function useOpenTicket(asked: string): OpenTicket {
  const { client, inbox } = useConsole()
  const open = useMemo(
    () =>
      openTicket(
        client,
        asked,
        inbox.get().rows.find((row) => row.id === asked),
      ),
    [client, asked],
  )
  useEffect(() => () => open.close(), [open])
  return open
}

function useHistory(ticketId: string): History {
  const { client } = useConsole()
  const history = useMemo(() => openHistory(client, ticketId), [client, ticketId])
  useEffect(() => () => history.close(), [history])
  return history
}

/** On a phone the list makes way for the ticket, so that focus would be lost with it. */
function useFocusOnPhone(): RefObject<HTMLHeadingElement | null> {
  const ref = useRef<HTMLHeadingElement>(null)
  const isNarrow = useMedia(NARROW)
  useEffect(() => {
    if (isNarrow) ref.current?.focus({ preventScroll: true })
  }, [isNarrow])
  return ref
}
