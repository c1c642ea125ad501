import type { Thread, ThreadState } from '@comptoir/sdk'
import type { Ticket, TicketStatus } from '@comptoir/sdk/contract'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import type { History } from '../state/history.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { useStickToEnd } from '../state/stick.ts'
import type { KnownCustomer, OpenTicket } from '../state/ticket.ts'
import { ClosedBar } from './closed-bar.tsx'
import { Composer, type ComposerHandle } from './composer.tsx'
import { Conversation } from './conversation.tsx'
import { Icon } from './icon.tsx'
import { Opening } from './opening.tsx'
import { ThreadSkeleton } from './skeletons.tsx'

interface ViewProps {
  ticket: Ticket
  customer: KnownCustomer | null
  thread: Thread
  history: History
  open: OpenTicket
  composer: RefObject<ComposerHandle | null>
  setStatus: (status: TicketStatus) => Promise<void>
}

export function ThreadView({ ticket, customer, thread, history, open, composer, setStatus }: ViewProps) {
  const { say } = useReader()
  const { messages, typing, viewers, hasEarlier, loading, failure } = useSource(thread)
  const { scroller, atEnd, toEnd } = useStickToEnd(messages, typing !== null)
  useReading(thread, ticket, atEnd)
  const { facts } = useSource(history)
  const name = customer?.name ?? say('people.visitor')
  const isBlank = messages.length === 0 && !ticket.description

  return (
    <div class="thread">
      {/* It can be scrolled, so the keyboard must reach it. */}
      <section class="thread-scroll" ref={scroller} aria-label={say('thread.label')} tabIndex={0}>
        <div class="thread-column">
          {hasEarlier && (
            <button type="button" class="button is-quiet earlier" onClick={() => void thread.loadEarlier()}>
              {say('thread.earlier')}
            </button>
          )}
          {!hasEarlier && ticket.description && <Opening ticket={ticket} name={name} />}
          {loading && messages.length === 0 && <ThreadSkeleton />}
          {failure && <p class="wrong">{`${say('thread.messagesFailed')} ${say(`failure.${failure.code}`)}`}</p>}
          {!loading && !failure && isBlank && <p class="thread-empty">{say('thread.empty')}</p>}
          <Conversation
            {...{ messages, facts, hasEarlier, thread }}
            giveBack={(text) => composer.current?.giveBack(text)}
          />
          <Viewers viewers={viewers} />
          <p class="typing" role="status">
            {typing && say('thread.typing', { name: typing.userName ?? name })}
          </p>
        </div>
      </section>
      {!atEnd && (
        <button type="button" class="button newest" onClick={toEnd}>
          <Icon name="arrowDown" />
          {say('thread.newest')}
        </button>
      )}
      {ticket.status === 'closed' && <ClosedBar reopen={() => void setStatus('open')} />}
      <Composer {...{ ticket, name, thread, open, setStatus }} handle={composer} sent={toEnd} />
    </div>
  )
}

/** Colleagues who look at the same ticket, so that two do not answer at once. */
function Viewers({ viewers }: Pick<ThreadState, 'viewers'>) {
  const { say, locale } = useReader()
  const { me } = useConsole()
  const others = viewers.filter(({ agentId }) => agentId !== me.agent?.id).map(({ name }) => name)
  return (
    <p class="viewers" role="status">
      {others.length > 0 && say('thread.viewers', { names: new Intl.ListFormat(locale).format(others) })}
    </p>
  )
}

/** What stands at the end of a visible page has been seen. */
function useReading(thread: Thread, ticket: Ticket, atEnd: boolean): void {
  const { inbox } = useConsole()
  // Only a newer message is a reason to say it again: saying it changes the thread, too.
  const newest = useSource(thread).messages.findLast((message) => message.seq !== null)?.seq ?? 0
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible' || !atEnd || (newest === 0 && ticket.readSeq >= 0)) return
      thread.markRead()
      inbox.read(ticket.id, newest)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [thread, ticket.id, ticket.readSeq, newest, atEnd, inbox])
}
