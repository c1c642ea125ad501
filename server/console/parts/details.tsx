import type { Ticket } from '@comptoir/sdk/contract'
import type { ComponentChildren } from 'preact'
import { useReader } from '../state/language.ts'
import type { KnownCustomer } from '../state/ticket.ts'
import { fullTime, shortDate } from '../state/times.ts'
import { Avatar } from './avatar.tsx'
import { HistoryList } from './history-list.tsx'
import { Icon, type IconName } from './icon.tsx'

const STANDING: Record<KnownCustomer['standing'], IconName> = {
  anonymous: 'person',
  identified: 'badge',
  verified: 'verified',
}

export function Details({ ticket, customer }: { ticket: Ticket; customer: KnownCustomer | null }) {
  return (
    <div class="details-inside">
      {customer && <CustomerCard customer={customer} />}
      <TicketFacts ticket={ticket} />
      <HistoryList ticketId={ticket.id} />
    </div>
  )
}

function CustomerCard({ customer }: { customer: KnownCustomer }) {
  const { say, locale } = useReader()
  const { standing, name, email, externalId, createdAt } = customer
  return (
    <section class="details-block">
      <h3>{say('details.customer')}</h3>
      <div class="customer">
        <Avatar name={name} id={customer.id} />
        <div>
          <p class="customer-name" dir="auto">
            {name ?? say('people.visitor')}
          </p>
          <p class={`standing is-${standing}`} title={say(`standing.hint.${standing}`)}>
            <Icon name={STANDING[standing]} />
            {say(`standing.${standing}`)}
            <span class="unseen">{say(`standing.hint.${standing}`)}</span>
          </p>
        </div>
      </div>
      <dl class="facts">
        <Fact name={say('details.email')}>
          {email ? <a href={`mailto:${email}`}>{email}</a> : <i>{say('details.noEmail')}</i>}
        </Fact>
        {externalId && <Fact name={say('details.externalId')}>{externalId}</Fact>}
        {customer.locale && <Fact name={say('details.language')}>{languageName(customer.locale, locale)}</Fact>}
        {createdAt && <Fact name={say('details.since')}>{shortDate(createdAt, locale)}</Fact>}
      </dl>
    </section>
  )
}

function TicketFacts({ ticket }: { ticket: Ticket }) {
  const { say, locale } = useReader()
  return (
    <section class="details-block">
      <h3>{say('details.ticket')}</h3>
      <dl class="facts">
        <Fact name={say('details.order')}>{ticket.orderId ?? <i>{say('details.noOrder')}</i>}</Fact>
        <Fact name={say('category.label')}>{say(`category.${ticket.category}`)}</Fact>
        <Fact name={say('channel.label')}>{say(`channel.${ticket.channel}`)}</Fact>
        <Fact name={say('details.created')}>
          <time dateTime={ticket.createdAt}>{fullTime(ticket.createdAt, locale)}</time>
        </Fact>
      </dl>
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div class="fact">
    <dt>{name}</dt>
    <dd dir="auto">{children}</dd>
  </div>
)

/** A language may be told in any form that a browser sends; one that cannot be named is shown as it came. */
function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
