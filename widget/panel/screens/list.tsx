import type { TicketStatus } from '@comptoir/sdk/contract'
import type { Key } from '../locales/say.ts'
import { dress, newSheet } from '../more/kit.ts'
import type { PartKit } from '../state/model.ts'
import { type Row, unreadIn } from '../state/tickets.ts'
import styles from './list.css'
import type { Props } from './props.ts'

const sheet = newSheet(styles)

export const open = (kit: PartKit): void => dress(kit, sheet)

/** What the shop's own steps mean to a shopper. */
const STATUS: Record<TicketStatus, Key> = {
  open: 'isOpen',
  in_progress: 'isOpen',
  escalated: 'isOpen',
  pending: 'isPending',
  resolved: 'isResolved',
  closed: 'isClosed',
}

/** The shopper's conversations. */
export function View({ model, actions }: Props) {
  const { rows, cursor, say } = model
  return (
    <>
      <ul class="scroll list">
        {rows.map((row) => (
          <li key={row.id}>
            <Conversation row={row} model={model} actions={actions} />
          </li>
        ))}
        {cursor && (
          <li>
            <button type="button" class="plain" onClick={actions.more}>
              {say('more')}
            </button>
          </li>
        )}
      </ul>
      <button type="button" class="main" onClick={() => actions.startNew()}>
        {say('newChat')}
      </button>
    </>
  )
}

function Conversation({ row, model, actions }: Props & { row: Row }) {
  const { say, dates } = model
  const unread = unreadIn(row)
  return (
    <button type="button" class="row" onClick={() => actions.pick(row.id)}>
      <b dir="auto">{row.subject}</b>
      <time>{dates.brief(row.lastMessageAt ?? row.createdAt, Date.now())}</time>
      <span class="words" dir="auto">
        {row.lastMessage?.text}
      </span>
      <span class="meta">{say(STATUS[row.status])}</span>
      {unread > 0 && <i>{say('unread', { count: unread })}</i>}
    </button>
  )
}
