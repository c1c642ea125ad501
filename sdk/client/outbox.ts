import type { TicketId } from '../contract/index.ts'
import type { Bus } from './bus.ts'
import { type Entry, laneOf, MOST_ENTRIES, ticketOf } from './entry.ts'
import { Failure } from './failure.ts'
import type { Send } from './http.ts'
import type { Kept } from './kept.ts'
import type { Live } from './live.ts'
import { alone, backOff, pause } from './patience.ts'
import { ask } from './transport.ts'

export interface Outbox {
  entries(): readonly Entry[]
  /** @throws Failure `unavailable` when it is full */
  add(entry: Entry): void
  /** Lets a failed entry go on. `force`: in spite of what came since. */
  retry(clientId: string, force?: boolean): void
  /** Takes an entry out, and answers its text. */
  discard(clientId: string): string | null
  clear(): void
  /** Sends what waits, soon. */
  flush(): void
}

export interface OutboxWays {
  call: Send
  live: Live
  bus: Bus
  life: AbortSignal
  /** Names this outbox among all tabs. */
  place: string
}

const NONE: readonly Entry[] = []
const BUSY = new Failure('unavailable', 'Another tab is sending.')

export function openOutbox(kept: Kept<readonly Entry[]>, ways: OutboxWays): Outbox {
  const { call, live, bus, life, place } = ways
  const running = new Set<string>()
  let nap = new AbortController()

  /**
   * What this tab has added. All tabs write one list, and one that writes at the same moment may not have seen ours:
   * then it is put back. Sent once too often it is stored once all the same.
   */
  const mine = new Map<string, Entry>()

  const entries = () => {
    const stored = kept.read() ?? NONE
    const lost = [...mine.values()].filter(({ clientId }) => !stored.some((entry) => entry.clientId === clientId))
    return lost.length ? [...stored, ...lost] : stored
  }
  const change = (after: readonly Entry[]) => {
    for (const entry of after) if (mine.has(entry.clientId)) mine.set(entry.clientId, entry)
    kept.write(after.length ? after : null)
    bus.tell('outbox', undefined)
  }
  const find = (clientId: string) => entries().find((entry) => entry.clientId === clientId)
  const remove = (clientId: string) => {
    mine.delete(clientId)
    change(entries().filter((entry) => entry.clientId !== clientId))
  }
  const edit = (which: (entry: Entry) => boolean, part: Partial<Entry>) =>
    change(entries().map((entry) => (which(entry) ? { ...entry, ...part } : entry)))
  const head = (lane: string) => entries().find((entry) => laneOf(entry) === lane && !entry.refusal)

  const post = async (entry: Entry, ticketId: TicketId, failures: number) => {
    // By turns where the socket has failed: one of the two ways may be blocked.
    const socket = failures % 2 ? undefined : live.online()
    const { message, type, clientId, files, seenSeq, force } = entry
    const known = { ...(seenSeq !== undefined && { seenSeq }), ...(force && { force }) }
    const draft = { message, type, clientId, ...known, ...(files && { files: files.map(({ id }) => id) }) }
    const stored = socket
      ? (await ask(socket, 'send_message', { ticketId, ...draft })).message
      : await call('POST /api/tickets/:id/messages', { id: ticketId, body: draft }, keyed(clientId))
    bus.tell('stored', stored)
    // It is taken in before it is taken out: no reader ever looks at a thread without it.
    await null
    remove(clientId)
  }
  const open = async (entry: Entry) => {
    const ticket = await call('POST /api/tickets', { body: ticketOf(entry) }, keyed(`ticket-${entry.clientId}`))
    edit(({ chat }) => chat?.key === entry.chat?.key, { ticketId: ticket.id })
    bus.tell('ticket', ticket)
    flush()
  }
  /** Answers what stands in the way for now. */
  const sendHead = async (lane: string, failures: number) => {
    // Read again: another tab may have sent it meanwhile.
    const entry = head(lane)
    if (!entry) return
    try {
      await (entry.ticketId ? post(entry, entry.ticketId, failures) : open(entry))
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      const { code, retry, message } = failure
      if (retry || life.aborted) return failure
      edit(({ clientId }) => clientId === entry.clientId, { refusal: { code, detail: message } })
    }
  }
  const run = async (lane: string) => {
    running.add(lane)
    for (let failures = 0; !life.aborted && head(lane); ) {
      const failure = await alone(`${place}:${lane}`, failures, BUSY, () => sendHead(lane, failures))
      failures = failure ? failures + 1 : 0
      // What the server has asked for is kept, whoever looks at the page.
      if (failure) await pause(backOff(failures, failure.retryAfter), life, failure.retryAfter ? life : nap.signal)
    }
    running.delete(lane)
  }
  const flush = () => {
    for (const lane of entries().map(laneOf)) if (lane && !running.has(lane)) run(lane)
  }
  const wake = () => {
    nap.abort()
    nap = new AbortController()
    flush()
  }
  bus.on('wake', wake)
  bus.on('message', ({ clientId }) => mine.delete(clientId ?? ''))
  bus.on('outside', ({ oldValue, newValue }) => {
    // Who took it out had seen it, and meant it.
    for (const clientId of mine.keys()) {
      if (oldValue?.includes(clientId) && !newValue?.includes(clientId)) mine.delete(clientId)
    }
    change(entries())
  })
  bus.on('state', (state) => state === 'online' && wake())
  return {
    entries,
    flush,
    add(entry) {
      if (entries().length >= MOST_ENTRIES) throw new Failure('unavailable', `${MOST_ENTRIES} messages wait already.`)
      mine.set(entry.clientId, entry)
      change(entries())
      flush()
    },
    retry(clientId, force) {
      edit((entry) => entry.clientId === clientId, { refusal: null, ...(force && { force }) })
      wake()
    },
    discard(clientId) {
      const entry = find(clientId)
      if (entry) remove(clientId)
      return entry?.message ?? null
    },
    clear() {
      mine.clear()
      change(NONE)
    },
  }
}

const keyed = (idempotencyKey: string) => ({ idempotencyKey, tries: 1 })
