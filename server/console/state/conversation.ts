import type { ThreadMessage } from '@comptoir/sdk'
import type { Author, Fact } from '@comptoir/sdk/contract'
import { type Event, isKnownEvent } from './fact-words.ts'
import { dayOf } from './times.ts'

export type Side = 'customer' | 'agent' | 'note' | 'system'

/** What a conversation looks like: days, what one person said in one go, and what happened in between. */
export type Item =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'event'; key: string; fact: Event }
  | { kind: 'group'; key: string; side: Side; author: Author; messages: ThreadMessage[] }

const ONE_GO = 5 * 60_000

const SIDES = {
  customer_message: 'customer',
  agent_message: 'agent',
  internal_note: 'note',
  system: 'system',
} as const

export const keyOf = (message: ThreadMessage): string => message.clientId ?? message.id ?? message.createdAt

/**
 * Puts messages and events in their order. `from`: where the messages that are here begin, if there are earlier ones:
 * what happened before belongs to a part of the conversation that is not shown.
 */
export function arrange(messages: readonly ThreadMessage[], facts: readonly Fact[] = [], from = ''): Item[] {
  const items: Item[] = []
  const events = eventsWorthALine(facts, from)
  let before: ThreadMessage | undefined
  let day = ''
  const turnTo = (at: string) => {
    if (dayOf(at) === day) return
    day = dayOf(at)
    items.push({ kind: 'day', key: `day-${day}`, at })
  }
  const tellUntil = (at: string | null) => {
    for (let fact = events[0]; fact && (at === null || fact.at < at); fact = events[0]) {
      events.shift()
      turnTo(fact.at)
      items.push({ kind: 'event', key: fact.id, fact })
    }
  }
  for (const message of messages) {
    // What is still on its way comes last, whatever this machine's clock says.
    tellUntil(message.seq === null ? null : message.createdAt)
    turnTo(message.createdAt)
    const last = items.at(-1)
    if (before && last?.kind === 'group' && inOneGo(before, message)) last.messages.push(message)
    else items.push(group(message))
    before = message
  }
  tellUntil(null)
  return items
}

/** What follows from a message, or is told by another fact, would be said twice. */
const TOLD_ELSEWHERE = /_wrote$|^merged$|^unmerged$/
const isWorthALine = (fact: Event): boolean => {
  if (fact.type === 'ticket.created') return false
  return (
    fact.type !== 'ticket.status_changed' || (fact.data.to !== 'escalated' && !TOLD_ELSEWHERE.test(fact.data.because))
  )
}

const eventsWorthALine = (facts: readonly Fact[], from: string): Event[] =>
  facts
    .filter((fact) => fact.at >= from)
    .filter(isKnownEvent)
    .filter(isWorthALine)
    .sort((a, b) => a.position - b.position)

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

/** The newest stored answer: the one whose "sent", "delivered" or "read" is worth telling. */
export const lastAnswer = (messages: readonly ThreadMessage[]): ThreadMessage | undefined =>
  messages.findLast(
    (message) => message.type === 'agent_message' && message.state !== 'pending' && message.state !== 'failed',
  )
