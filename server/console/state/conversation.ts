import type { ThreadMessage } from '@comptoir/sdk'
import type { Author } from '@comptoir/sdk/contract'
import { dayOf } from './times.ts'

export type Side = 'customer' | 'agent' | 'note' | 'system'

/** What a conversation looks like: days, and what one person said in one go. */
export type Item =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'group'; key: string; side: Side; author: Author; messages: ThreadMessage[] }

const ONE_GO = 5 * 60_000

const SIDES = {
  customer_message: 'customer',
  agent_message: 'agent',
  internal_note: 'note',
  system: 'system',
} as const

export const keyOf = (message: ThreadMessage): string => message.clientId ?? message.id ?? message.createdAt

export function arrange(messages: readonly ThreadMessage[]): Item[] {
  const items: Item[] = []
  let before: ThreadMessage | undefined
  for (const message of messages) {
    const newDay = !before || dayOf(before.createdAt) !== dayOf(message.createdAt)
    if (newDay) items.push({ kind: 'day', key: `day-${dayOf(message.createdAt)}`, at: message.createdAt })
    const last = items.at(-1)
    if (before && last?.kind === 'group' && inOneGo(before, message)) last.messages.push(message)
    else items.push(group(message))
    before = message
  }
  return items
}

const group = (message: ThreadMessage): Item => ({
  kind: 'group',
  key: keyOf(message),
  side: SIDES[message.type],
  author: message.author,
  messages: [message],
})

const inOneGo = (before: ThreadMessage, next: ThreadMessage): boolean =>
  before.type === next.type &&
  before.author.id === next.author.id &&
  Date.parse(next.createdAt) - Date.parse(before.createdAt) < ONE_GO

/** The newest stored answer: the one whose "sent" or "read" is worth telling. */
export const lastAnswer = (messages: readonly ThreadMessage[]): ThreadMessage | undefined =>
  messages.findLast(
    (message) => message.type === 'agent_message' && (message.state === 'sent' || message.state === 'read'),
  )
