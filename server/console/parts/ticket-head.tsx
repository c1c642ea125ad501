import type { Ticket, TicketStatus } from '@comptoir/sdk/contract'
import type { RefObject } from 'preact'
import type { InboxPlace } from '../state/address.ts'
import { useReader } from '../state/language.ts'
import { NARROW, useMedia } from '../state/media.ts'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { PriorityIcon } from './status.tsx'
import { StatusChoice } from './status-choice.tsx'

interface HeadProps {
  ticket: Ticket
  here: InboxPlace
  heading: RefObject<HTMLHeadingElement | null>
  setStatus: (status: TicketStatus) => void
  detailsShown: boolean
  toggle: () => void
}

export function TicketHead({ ticket, here, heading, setStatus, detailsShown, toggle }: HeadProps) {
  const { say } = useReader()
  // On a phone the list and its heading make way.
  const Subject = useMedia(NARROW) ? 'h1' : 'h2'
  return (
    <header class="ticket-head">
      <Link class="icon-button ticket-back" to={{ ...here, ticket: null }} label={say('thread.back')}>
        <Icon name="back" />
      </Link>
      <div class="ticket-title">
        <Subject
          id="ticket-subject"
          class="ticket-subject"
          ref={heading}
          tabIndex={-1}
          dir="auto"
          title={ticket.subject}
        >
          {ticket.subject}
        </Subject>
        <p class="ticket-facts">
          <span class="ticket-number">#{ticket.number}</span>
          <span class="ticket-status" aria-hidden="true">
            {say(`status.${ticket.status}`)}
          </span>
          <span class="fact-chip">
            <PriorityIcon priority={ticket.priority} />
            <span class="unseen">{say('priority.label')}</span>
            {say(`priority.${ticket.priority}`)}
          </span>
          <span class="fact-chip is-channel">
            <Icon name={ticket.channel} />
            <span class="unseen">{say('channel.label')}</span>
            {say(`channel.${ticket.channel}`)}
          </span>
        </p>
      </div>
      <StatusChoice status={ticket.status} choose={setStatus} />
      <button
        type="button"
        class="icon-button"
        aria-label={say('thread.details')}
        title={say('thread.details')}
        aria-pressed={detailsShown}
        onClick={toggle}
      >
        <Icon name="panel" />
      </button>
    </header>
  )
}
