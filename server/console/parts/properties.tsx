import type { Ticket } from '@comptoir/sdk/contract'
import { HOME } from '../state/address.ts'
import { useAsks } from '../state/asks.ts'
import { categoryName } from '../state/categories.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { agentName, departmentName, fieldLabel } from '../state/staff.ts'
import { fullTime, shortDate } from '../state/times.ts'
import { Avatar } from './avatar.tsx'
import { Due } from './due.tsx'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { Plain, Property } from './property.tsx'
import { PriorityIcon, StatusIcon } from './status.tsx'

/** All that can be said of a ticket, each a click or a key away from being changed. */
export function Properties({ ticket }: { ticket: Ticket }) {
  const { say } = useReader()
  const asks = useAsks()
  return (
    <section class="details-block" aria-label={say('details.ticket')}>
      <dl class="properties">
        <Property name={say('status.label')} keys="S" change={() => asks.status([ticket])}>
          <StatusIcon status={ticket.status} />
          {say(`status.${ticket.status}`)}
        </Property>
        <Property name={say('priority.label')} keys="P" change={() => asks.priority([ticket])}>
          <PriorityIcon priority={ticket.priority} />
          {say(`priority.${ticket.priority}`)}
        </Property>
        <Holder ticket={ticket} />
        <Place ticket={ticket} />
        <Due ticket={ticket} />
        <Tags ticket={ticket} />
        <Aside ticket={ticket} />
        <ShopFields ticket={ticket} />
        <Rest ticket={ticket} />
      </dl>
    </section>
  )
}

function Holder({ ticket }: { ticket: Ticket }) {
  const { say } = useReader()
  const asks = useAsks()
  const { staff, me } = useConsole()
  const present = useSource(staff)
  const { assigneeId } = ticket
  const name = assigneeId && (agentName(present, assigneeId) ?? say('people.formerAgent'))
  return (
    <Property
      name={say('details.assignee')}
      keys="A"
      change={() => asks.assignee([ticket])}
      extra={
        assigneeId === null &&
        me.agent && (
          <button type="button" class="text-button property-extra" onClick={() => asks.assignToMe([ticket])}>
            {say('details.take')}
          </button>
        )
      }
    >
      {name ? <Avatar name={name} id={assigneeId} /> : <Icon name="person" />}
      {name ?? <i>{say('people.nobody')}</i>}
    </Property>
  )
}

function Place({ ticket }: { ticket: Ticket }) {
  const { say, language } = useReader()
  const asks = useAsks()
  const staff = useSource(useConsole().staff)
  const department = departmentName(staff, ticket.desk?.departmentId ?? null)
  return (
    <>
      {ticket.desk?.departmentId && (
        <Property name={say('details.department')} change={() => asks.department(ticket)}>
          <Icon name="people" />
          {department ?? say('people.formerDepartment')}
        </Property>
      )}
      <Property name={say('category.label')} keys="C" change={() => asks.category([ticket])}>
        <Icon name="folder" />
        {categoryName(ticket.category, staff, language)}
      </Property>
    </>
  )
}

function Tags({ ticket }: { ticket: Ticket }) {
  const { say } = useReader()
  const asks = useAsks()
  const tags = ticket.desk?.tags ?? []
  return (
    <Property name={say('details.tags')} keys="T" change={() => asks.tags([ticket])}>
      {tags.length === 0 && (
        <>
          <Icon name="tag" />
          <i>{say('details.none')}</i>
        </>
      )}
      {tags.map((tag) => (
        <span key={tag} class="tag" dir="auto">
          {tag}
        </span>
      ))}
    </Property>
  )
}

function Aside({ ticket }: { ticket: Ticket }) {
  const { say, locale } = useReader()
  const asks = useAsks()
  const until = ticket.desk?.snoozedUntil
  if (!until) return null
  return (
    <Property name={say('details.snoozedUntil')} keys="H" change={() => asks.snooze([ticket])}>
      <Icon name="clock" />
      {fullTime(until, locale)}
    </Property>
  )
}

/** The fields that the shop has added to its tickets. */
function ShopFields({ ticket }: { ticket: Ticket }) {
  const { say, locale, language } = useReader()
  const asks = useAsks()
  const { shop } = useSource(useConsole().staff)
  return (
    <>
      {shop?.settings.fields.map((field) => {
        const value = ticket.desk?.fields[field.key]
        const shown = field.type === 'date' && value !== undefined ? shortDate(String(value), locale) : value
        const number = typeof shown === 'number' ? new Intl.NumberFormat(locale).format(shown) : shown
        return (
          <Property key={field.key} name={fieldLabel(field, language)} change={() => asks.field(ticket, field)}>
            {number ?? <i>{say('details.none')}</i>}
          </Property>
        )
      })}
    </>
  )
}

function Rest({ ticket }: { ticket: Ticket }) {
  const { say, locale } = useReader()
  const asks = useAsks()
  const { rating, desk } = ticket
  return (
    <>
      <Property name={say('details.order')} change={() => asks.order(ticket)}>
        {ticket.orderId ?? <i>{say('details.noOrder')}</i>}
        {ticket.orderId && <span class="claimed">{say('details.claimed')}</span>}
      </Property>
      {desk?.mergedIntoId && (
        <Plain name={say('details.merge')}>
          <Link to={{ ...HOME, ticket: desk.mergedIntoId }}>{say('details.merged', { number: '' })}</Link>
        </Plain>
      )}
      {rating !== null && (
        <Plain name={say('details.rating')}>
          <span class={rating < 3 ? 'stars is-low' : 'stars'} aria-hidden="true">
            {'★'.repeat(rating)}
            <span class="stars-rest">{'★'.repeat(5 - rating)}</span>
          </span>
          <span class="unseen">{say('details.stars', { score: rating })}</span>
        </Plain>
      )}
      <Plain name={say('channel.label')}>
        <Icon name={ticket.channel} />
        {say(`channel.${ticket.channel}`)}
      </Plain>
      <Plain name={say('details.created')}>
        <time dateTime={ticket.createdAt}>{fullTime(ticket.createdAt, locale)}</time>
      </Plain>
    </>
  )
}
