import type { Message } from '../contract/index.ts'

/** Stored messages in order: what comes early waits until the gap before it is filled. */
export interface Sequence {
  readonly messages: readonly Message[]
  /** What came early. */
  waiting(): Message[]
  /** The highest `seq` up to which nothing is missing. */
  last(): number
  /** `whole`: these are all that there are from the last one on, up to their own last. */
  take(messages: readonly Message[], whole?: boolean): void
  prepend(messages: readonly Message[]): void
}

export function openSequence(): Sequence {
  const messages: Message[] = []
  const early = new Map<number, Message>()
  let last = 0
  return {
    messages,
    last: () => last,
    waiting: () => [...early.values()],
    take(arrived, whole) {
      if (whole && arrived[0]) last = Math.max(last, arrived[0].seq - 1)
      for (const message of arrived) if (message.seq > last) early.set(message.seq, message)
      for (let next = early.get(last + 1); next; next = early.get(last + 1)) {
        messages.push(next)
        last = next.seq
        early.delete(last)
      }
    },
    prepend(older) {
      const first = messages[0]?.seq ?? 0
      messages.unshift(...older.filter((message) => message.seq < first))
    },
  }
}
