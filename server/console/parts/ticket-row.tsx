import type { TicketRow } from '@comptoir/sdk/contract'
import { type InboxPlace, isBuiltIn } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { isUnread } from '../state/rows.ts'
import { useSource } from '../state/source.ts'
import { agentName } from '../state/staff.ts'
import { Ago } from './ago.tsx'
import { Avatar } from './avatar.tsx'
import { DueClock } from './due-clock.tsx'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { ROW_HEIGHT } from './row-height.ts'
import { PriorityIcon, StatusIcon } from './status.tsx'

interface ItemProps {
  row: TicketRow
  here: InboxPlace
  current: boolean
  chosen: boolean
  /** Its place in the list, from 0, of so many; -1: more than are here. */
  at: number
  count: number
  pick: (row: TicketRow, reach: boolean) => void
}

export function TicketRowItem({ row, here, current, chosen, at, count, pick }: ItemProps) {
  const { say } = useReader()
  const unread = isUnread(row) && !current
  return (
    <li
      class={chosen ? 'row-item is-chosen' : 'row-item'}
      style={{ top: `${at * ROW_HEIGHT}px` }}
      data-row={row.id}
      aria-posinset={at + 1}
      aria-setsize={count}
    >
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
          <Marks row={row} here={here} />
        </span>
      </Link>
      <label class="row-pick">
        <input
          type="checkbox"
          checked={chosen}
          aria-label={say('list.choose', { number: `#${row.number}`, subject: row.subject })}
          onClick={(event) => pick(row, event.shiftKey)}
        />
      </label>
    </li>
  )
}

/** A deadline that counts, the holder where it is not the same for all, and how urgent it is. */
function Marks({ row, here }: { row: TicketRow; here: InboxPlace }) {
  const { say } = useReader()
  const staff = useSource(useConsole().staff)
  const holder = agentName(staff, row.assigneeId)
  const isOneHolders = isBuiltIn(here.view) && ['mine', 'due', 'unassigned'].includes(here.view)
  return (
    <>
      {row.desk?.deadline && <DueClock deadline={row.desk.deadline} />}
      <PriorityIcon priority={row.priority} />
      <span class="unseen">{say(`priority.${row.priority}`)}</span>
      {holder && !isOneHolders ? (
        <span class="row-holder" title={say('list.heldBy', { name: holder })}>
          <Avatar name={holder} id={row.assigneeId} />
          <span class="unseen">{say('list.heldBy', { name: holder })}</span>
        </span>
      ) : (
        <>
          <Icon name={row.channel} />
          <span class="unseen">{say(`channel.${row.channel}`)}</span>
        </>
      )}
    </>
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
