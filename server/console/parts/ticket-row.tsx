import type { TicketRow } from '@comptoir/sdk/contract'
import type { InboxPlace } from '../state/address.ts'
import { useReader } from '../state/language.ts'
import { isUnread } from '../state/rows.ts'
import { Ago } from './ago.tsx'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { PriorityIcon, StatusIcon } from './status.tsx'

interface RowProps {
  row: TicketRow
  here: InboxPlace
  current: boolean
}

export function TicketRowLink({ row, here, current }: RowProps) {
  const { say } = useReader()
  const unread = isUnread(row) && !current
  return (
    <li>
      <Link class={unread ? 'row is-unread' : 'row'} to={{ ...here, ticket: row.id }} current={current} ticket={row.id}>
        <Avatar name={row.customer.name} id={row.customer.id} />
        <span class="row-top">
          {unread && (
            <span class="row-dot">
              <span class="unseen">{say('list.unread')}</span>
            </span>
          )}
          <span class="row-name" dir="auto">
            {row.customer.name ?? say('people.visitor')}
          </span>
          <Ago at={row.lastMessageAt ?? row.createdAt} />
        </span>
        <span class="row-subject">
          <StatusIcon status={row.status} />
          <span class="unseen">{say(`status.${row.status}`)}</span>
          <span class="row-words" dir="auto">
            {row.subject}
          </span>
        </span>
        <span class="row-foot">
          <span class="row-preview" dir="auto">
            <Preview row={row} />
          </span>
          <PriorityIcon priority={row.priority} />
          <span class="unseen">{say(`priority.${row.priority}`)}</span>
          <Icon name={row.channel} />
          <span class="unseen">{say(`channel.${row.channel}`)}</span>
        </span>
      </Link>
    </li>
  )
}

function Preview({ row }: { row: TicketRow }) {
  const { say } = useReader()
  const last = row.lastMessage
  if (!last) return <>{row.description || say('list.noMessage')}</>
  if (last.author !== 'agent') return <>{last.text}</>
  return (
    <>
      <Icon name="reply" />
      <span class="unseen">{say('list.answered')}</span> {last.text}
    </>
  )
}
