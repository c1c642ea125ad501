import type { Message } from '../contract/index.ts'
import type { Bus } from './bus.ts'
import { draftOf, type Entry, laneOf, MOST_ENTRIES, ticketOf } from './entry.ts'
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
  /** Lets a failed entry go on. */
  retry(clientId: string): void
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

export function openOutbox(kept: Kept<readonly Entry[]>, ways: OutboxWays): Outbox {
  const { bus, life, place } = ways
  const running = new Set<string>()
  let nap = new AbortController()

  const entries = () => kept.read() ?? NONE
  const change = (after: readonly Entry[]) => {
    kept.write(after.length ? after : null)
    bus.tell('outbox', undefined)
  }
  const without = (clientId: string) => entries().filter((entry) => entry.clientId !== clientId)
  const edit = (which: (entry: Entry) => boolean, part: Partial<Entry>) =>
    change(entries().map((entry) => (which(entry) ? { ...entry, ...part } : entry)))
  const head = (lane: string) => entries().find((entry) => laneOf(entry) === lane && !entry.refusal)

  /** Answers what stands in the way for now. */
  const sendHead = async (lane: string, failures: number): Promise<Failure | undefined> => {
    // Read within the lock: another tab may have sent it meanwhile.
    const entry = head(lane)
    if (!entry || life.aborted) return
    const { clientId, ticketId, chat } = entry
    try {
      if (ticketId) {
        bus.tell('stored', await post(ways, entry, ticketId, failures))
        // It is taken in before it is taken out: no reader ever looks at a thread without it.
        await null
        change(without(clientId))
      } else {
        const ticket = await ways.call('POST /api/tickets', { body: ticketOf(entry) }, keyed(`ticket-${clientId}`))
        edit((other) => other.chat?.key === chat?.key, { ticketId: ticket.id })
        bus.tell('ticket', ticket)
        flush()
      }
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      if (failure.retry || life.aborted) return failure
      edit((other) => other.clientId === clientId, { refusal: { code: failure.code, detail: failure.message } })
    }
  }
  const run = async (lane: string) => {
    for (let failures = 0; !life.aborted && head(lane); ) {
      const failure = await alone(`${place}:${lane}`, life, () => sendHead(lane, failures))
      failures = failure ? failures + 1 : 0
      // What the server has asked for is kept, whoever looks at the page.
      const waking = failure?.retryAfter ? undefined : nap.signal
      if (failure) await pause(backOff(failures, failure.retryAfter), life, waking)
    }
    running.delete(lane)
  }
  const flush = () => {
    for (const lane of new Set(entries().map(laneOf))) {
      if (!lane || running.has(lane)) continue
      running.add(lane)
      run(lane)
    }
  }
  const wake = () => {
    nap.abort()
    nap = new AbortController()
    flush()
  }
  bus.on('wake', wake)
  bus.on('state', (state) => state === 'online' && wake())
  return {
    entries,
    flush,
    add(entry) {
      if (entries().length >= MOST_ENTRIES)
        throw new Failure('unavailable', `${MOST_ENTRIES} messages wait to be sent.`)
      change([...entries(), entry])
      flush()
    },
    retry(clientId) {
      edit((entry) => entry.clientId === clientId, { refusal: null })
      wake()
    },
    discard(clientId) {
      const entry = entries().find((one) => one.clientId === clientId)
      if (entry) change(without(clientId))
      return entry?.message ?? null
    },
    clear: () => change(NONE),
  }
}

const keyed = (idempotencyKey: string) => ({ idempotencyKey, tries: 1 })

/** By the socket when it is online, else, or when that has just failed, by HTTP: one of them may be blocked. */
async function post({ call, live }: OutboxWays, entry: Entry, ticketId: string, failures: number): Promise<Message> {
  const socket = failures % 2 ? undefined : live.online()
  const draft = draftOf(entry)
  if (socket) return (await ask(socket, 'send_message', { ticketId, ...draft })).message
  return call('POST /api/tickets/:id/messages', { id: ticketId, body: draft }, keyed(entry.clientId))
}
