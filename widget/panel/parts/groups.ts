import type { ThreadMessage } from '@comptoir/sdk'

/** Messages that one side has written in one go, and whether a new day begins with them. */
export interface Group {
  /** Stays the same while a message goes from pending to stored. */
  key: string
  kind: ThreadMessage['author']['kind']
  name: string | null
  day: string | null
  messages: readonly ThreadMessage[]
}

const PAUSE = 5 * 60_000

/** `dayOf` gives the same text for moments of the same day, in the shopper's zone. */
export function group(messages: readonly ThreadMessage[], dayOf: (at: string) => string): Group[] {
  const groups: (Group & { messages: ThreadMessage[] })[] = []
  let day = ''
  let before: ThreadMessage | undefined
  for (const message of messages) {
    const its = dayOf(message.createdAt)
    const goesOn = before && its === day && isSameWriter(before, message) && gap(before, message) < PAUSE
    if (goesOn) groups.at(-1)?.messages.push(message)
    else groups.push({ ...writer(message), key: keyOf(message), day: its === day ? null : its, messages: [message] })
    day = its
    before = message
  }
  return groups
}

export const keyOf = ({ clientId, id }: ThreadMessage): string => clientId ?? id ?? ''

const writer = ({ author }: ThreadMessage) => ({ kind: author.kind, name: author.name })

const isSameWriter = (one: ThreadMessage, other: ThreadMessage): boolean =>
  one.author.kind === other.author.kind && (one.author.kind === 'customer' || one.author.name === other.author.name)

const gap = (one: ThreadMessage, other: ThreadMessage): number =>
  Date.parse(other.createdAt) - Date.parse(one.createdAt)
