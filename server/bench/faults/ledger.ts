import type { ThreadMessage } from '@comptoir/sdk'

/** What one message went through, as its author saw it. */
export interface Written {
  clientId: string
  ticketId: string
  author: 'customer' | 'agent'
  sentAt: number
  ackAt: number | null
  failed: boolean
}

/** A thread, as far as the ledger looks at it. */
interface Looked {
  get(): { messages: readonly Pick<ThreadMessage, 'clientId' | 'state'>[] }
}

/** A message as a reader, or the database, has it. */
export interface Seen {
  seq: number
  clientId: string | null
  author: string
}

export interface Verdict {
  written: number
  acknowledged: number
  /** Acknowledged, and missing in the database or on the screen of one side; or neither sent nor said to have failed. */
  lost: number
  /** Twice in the database, or twice on a screen. */
  doubled: number
  /** Holes, wrong turns, and an author's messages in another order than they were written. */
  disordered: number
}

/** Everything that is written in one case, and what has become of it. */
export class Ledger {
  readonly #written = new Map<string, Written>()

  /** Writes it down, and watches for its acknowledgement. */
  note(thread: Looked, clientId: string, ticketId: string, author: Written['author']): void {
    this.#written.set(clientId, { clientId, ticketId, author, sentAt: performance.now(), ackAt: null, failed: false })
    this.look(thread)
  }

  look(thread: Looked): void {
    for (const { clientId, state } of thread.get().messages) {
      const written = this.#written.get(clientId ?? '')
      if (!written || state === 'pending') continue
      written.failed = state === 'failed'
      if (!written.failed) written.ackAt ??= performance.now()
    }
  }

  get all(): Written[] {
    return [...this.#written.values()]
  }

  /** Those that wait for their acknowledgement and were written before. */
  pending(before = Number.POSITIVE_INFINITY): number {
    return this.all.filter(({ ackAt, failed, sentAt }) => ackAt === null && !failed && sentAt < before).length
  }

  firstAckAfter(time: number): number | undefined {
    const acks = this.all.flatMap(({ ackAt }) => (ackAt !== null && ackAt > time ? [ackAt] : []))
    return acks.length > 0 ? Math.min(...acks) : undefined
  }

  /** Compares what was acknowledged with the database and with what is on every screen, a ticket at a time. */
  judge(stored: Map<string, Seen[]>, screens: Map<string, Seen[][]>): Verdict {
    const acked = this.all.filter(({ ackAt }) => ackAt !== null)
    const verdict: Verdict = {
      written: this.#written.size,
      acknowledged: acked.length,
      lost: 0,
      doubled: 0,
      disordered: 0,
    }
    verdict.lost = this.pending()
    for (const [ticketId, rows] of stored) {
      const views = [rows, ...(screens.get(ticketId) ?? [])]
      for (const view of views) {
        const ids = view.flatMap(({ clientId }) => clientId ?? [])
        verdict.doubled += ids.length - new Set(ids).size
        verdict.disordered += view.filter(({ seq }, place) => seq !== place + 1).length
        const known = new Set(ids)
        verdict.lost += acked.filter((one) => one.ticketId === ticketId && !known.has(one.clientId)).length
      }
      verdict.disordered += this.#misplaced(ticketId, rows)
    }
    return verdict
  }

  #misplaced(ticketId: string, rows: Seen[]): number {
    const place = new Map(rows.map(({ clientId, seq }) => [clientId, seq]))
    let wrong = 0
    for (const author of ['customer', 'agent']) {
      const seqs = this.all
        .filter((one) => one.ticketId === ticketId && one.author === author)
        .flatMap(({ clientId }) => place.get(clientId) ?? [])
      wrong += seqs.filter((seq, index) => seq < (seqs[index - 1] ?? 0)).length
    }
    return wrong
  }
}
