import type { AgentClient, Failure } from '@comptoir/sdk'
import type { BulkChange, BulkResult, Ticket } from '@comptoir/sdk/contract'
import { useMemo } from 'preact/hooks'
import { tellChange } from './changes.ts'
import { useConsole } from './console.ts'
import { asFailure } from './failures.ts'
import { type Reader, useReader } from './language.ts'
import { hush, tell } from './notices.ts'
import { showResults } from './results.ts'

/** What is done to tickets, one or many: said when it is done, and taken back where that is possible. */
export interface Deeds {
  /** `before` tells how each was, for the way back. */
  change(targets: readonly Ticket[], change: BulkChange, words: string, before: (ticket: Ticket) => BulkChange): void
  tags(targets: readonly Ticket[], add: string[], remove: string[], words: string): void
  snooze(targets: readonly Ticket[], until: string | null, words: string): void
  move(ticket: Ticket, departmentId: string, words: string): void
  escalate(ticket: Ticket, reason: string): void
  edit(ticket: Ticket, change: { subject?: string; orderId?: string | null }): void
  merge(ticket: Ticket, into: { id: string; number: number }): void
  unmerge(ticket: Ticket): void
  remove(ticket: Ticket, then: () => void): void
}

export function useDeeds(): Deeds {
  const { client } = useConsole()
  const reader = useReader()
  return useMemo(() => createDeeds(client, reader), [client, reader])
}

/** At most so many requests at once, where each ticket takes one of its own. */
const AT_ONCE = 4

export function createDeeds(client: AgentClient, { say }: Pick<Reader, 'say'>): Deeds {
  const { tickets } = client

  /** One request whose answer is a ticket; `back` is the way back. */
  async function attempt(work: () => Promise<Ticket>, words: string, back?: () => void): Promise<void> {
    try {
      tellChange(await work())
      tell(words, 'done', back ? { label: say('app.undo'), run: back } : null)
    } catch (error) {
      refuse(asFailure(error))
    }
  }

  const refuse = (failure: Failure) => tell(say('deed.refused', { why: say(`failure.${failure.code}`) }), 'wrong')

  function report(targets: readonly Ticket[], results: readonly BulkResult[], words: string, back: () => void): void {
    for (const result of results) if (result.ok) tellChange(result.ticket)
    const failed = results.filter((result) => !result.ok)
    const undo = { label: say('app.undo'), run: back }
    if (failed.length === 0) return tell(words, 'done', undo)
    const lines = failed.map((result) => ({
      ticket: targets.find((target) => target.id === result.id),
      why: result.ok ? '' : say(`failure.${result.code}`),
    }))
    const [first] = lines
    if (targets.length === 1) return tell(say('deed.refused', { why: first?.why ?? '' }), 'wrong')
    const done = results.length - failed.length
    tell(say('deed.partly', { done, count: results.length }), 'wrong', {
      label: say('deed.look'),
      run: () => showResults({ lines, undo: done > 0 ? undo.run : null }),
    })
  }

  async function many(targets: readonly Ticket[], changes: readonly (readonly [string, BulkChange])[]) {
    // Those with the same change go in one request.
    const groups = new Map<string, { change: BulkChange; ids: string[] }>()
    for (const [id, change] of changes) {
      const key = JSON.stringify(change)
      const group = groups.get(key) ?? { change, ids: [] }
      group.ids.push(id)
      groups.set(key, group)
    }
    const answers = await Promise.all([...groups.values()].map((group) => tickets.changeMany(group)))
    const results = answers.flatMap((answer) => answer.items)
    const byId = new Map(results.map((result) => [result.id, result]))
    return targets.flatMap((target) => byId.get(target.id) ?? [])
  }

  async function changeAll(
    targets: readonly Ticket[],
    changes: readonly (readonly [string, BulkChange])[],
    words: string,
    back: readonly (readonly [string, BulkChange])[],
  ): Promise<void> {
    try {
      const results = await many(targets, changes)
      const changed = new Set(results.filter((result) => result.ok).map((result) => result.id))
      const undone = back.filter(([id]) => changed.has(id))
      report(targets, results, words, () => void changeAll(targets, undone, say('deed.undone'), changes))
    } catch (error) {
      refuse(asFailure(error))
    }
  }

  async function each(targets: readonly Ticket[], work: (ticket: Ticket) => Promise<Ticket>): Promise<BulkResult[]> {
    const results: BulkResult[] = []
    const left = [...targets]
    const worker = async () => {
      for (let target = left.shift(); target; target = left.shift()) {
        const { id } = target
        results.push(
          await work(target).then(
            (ticket) => ({ id, ok: true, ticket }) as const,
            (error: unknown) => {
              const { code, message } = asFailure(error)
              // What comes from the server's answer has one of its codes; the others are the connection's.
              const known = code === 'network' || code === 'aborted' ? 'unavailable' : code
              return { id, ok: false, code: known, detail: message } as const
            },
          ),
        )
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return results
  }

  const deeds: Deeds = {
    change(targets, change, words, before) {
      const changes = targets.map((target) => [target.id, change] as const)
      const back = targets.map((target) => [target.id, before(target)] as const)
      void changeAll(targets, changes, words, back)
    },
    tags(targets, add, remove, words) {
      const has = (ticket: Ticket, tag: string) => ticket.desk?.tags.includes(tag) ?? false
      deeds.change(
        targets,
        { ...(add.length > 0 && { addTags: add }), ...(remove.length > 0 && { removeTags: remove }) },
        words,
        (ticket) => ({
          addTags: remove.filter((tag) => has(ticket, tag)),
          removeTags: add.filter((tag) => !has(ticket, tag)),
        }),
      )
    },
    snooze(targets, until, words) {
      hush()
      const was = new Map(targets.map((target) => [target.id, target.desk?.snoozedUntil ?? null]))
      void each(targets, ({ id }) => tickets.snooze(id, { until })).then((results) =>
        report(targets, results, words, () => {
          void each(targets, ({ id }) => tickets.snooze(id, { until: was.get(id) ?? null })).then((undone) =>
            report(targets, undone, say('deed.undone'), () => deeds.snooze(targets, until, words)),
          )
        }),
      )
    },
    move(ticket, departmentId, words) {
      const from = ticket.desk?.departmentId
      const back = from ? () => deeds.move(ticket, from, say('deed.undone')) : undefined
      void attempt(() => tickets.assign(ticket.id, { departmentId }), words, back)
    },
    escalate(ticket, reason) {
      const back = () => void attempt(() => tickets.setStatus(ticket.id, { status: ticket.status }), say('deed.undone'))
      void attempt(() => tickets.escalate(ticket.id, { reason }), say('deed.escalated', numbered(ticket)), back)
    },
    edit(ticket, change) {
      const before = { subject: ticket.subject, orderId: ticket.orderId }
      const was = Object.fromEntries(Object.entries(before).filter(([name]) => name in change))
      const back = () => void attempt(() => tickets.change(ticket.id, was), say('deed.undone'))
      void attempt(() => tickets.change(ticket.id, change), say('settings.saved'), back)
    },
    merge(ticket, into) {
      const words = say('deed.merged', { ...numbered(ticket), into: `#${into.number}` })
      void attempt(
        () => tickets.merge(ticket.id, { intoId: into.id }),
        words,
        () => deeds.unmerge(ticket),
      )
    },
    unmerge(ticket) {
      void attempt(() => tickets.unmerge(ticket.id), say('deed.unmerged', numbered(ticket)))
    },
    remove(ticket, then) {
      tickets.delete(ticket.id).then(
        () => {
          tell(say('deed.deleted', numbered(ticket)))
          then()
        },
        (error: unknown) => refuse(asFailure(error)),
      )
    },
  }
  return deeds
}

const numbered = ({ number }: Ticket) => ({ number: `#${number}` })
