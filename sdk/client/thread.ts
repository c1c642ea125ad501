import { newId } from '../contract/ids.ts'
import type { Message, TicketId } from '../contract/index.ts'
import { LASTING } from '../contract/limits.ts'
import { alone, type OpenColleagues } from './colleagues.ts'
import type { Desk, Following } from './desk.ts'
import type { Entry } from './entry.ts'
import { rowsOf } from './rows.ts'
import { openTranscript } from './transcript.ts'
import type { Thread, ThreadState } from './types.ts'
import { openTyping } from './typing.ts'

/** While there is no socket: how often to look. */
const LOOK = 5_000

/** Follows a ticket, or a chat whose ticket its first message will make; opens what that needs, and sends what was left. */
export function openThread(
  desk: Desk,
  opened: TicketId | null,
  begun: Entry['chat'] = null,
  openColleagues: OpenColleagues = alone,
): Thread {
  const { side, live, bus, outbox, threads } = desk
  const listeners = new Set<() => void>()
  /** What this reader has sent: by it a ticket that another tab has made is recognised. */
  const mine = new Set<string>()
  let chat = begun
  let snapshot: ThreadState | undefined
  let telling = false
  let writing: ThreadState['typing'] = null
  let fading: ReturnType<typeof setTimeout> | undefined

  const changed = () => {
    snapshot = undefined
    if (telling) return
    telling = true
    queueMicrotask(() => {
      telling = false
      for (const listener of listeners) queueMicrotask(listener)
    })
  }
  const transcript = openTranscript(desk, opened, changed)
  const { now, sequence, adopt, sync } = transcript
  const colleagues = openColleagues(bus, transcript, changed)
  const typing = openTyping((event) => live.online()?.emit(event, { ticketId: now.id }))

  const entries = () =>
    outbox.entries().filter((entry) => (entry.ticketId ?? '') === now.id || (chat && entry.chat?.key === chat.key))
  const look = (): ThreadState => {
    const { ticket, loading, failure } = now
    const { messages } = sequence
    const { otherReadSeq = 0, otherDeliveredSeq = 0 } = ticket ?? {}
    const early = sequence.waiting()
    const rows = rowsOf({ side, mine, stored: messages, early, entries: entries(), otherReadSeq, otherDeliveredSeq })
    return {
      ticket,
      messages: rows,
      typing: writing,
      viewers: colleagues.viewers(),
      hasEarlier: (messages[0]?.seq ?? 0) > 1,
      loading,
      failure,
    }
  }
  const setWriting = (who: ThreadState['typing']) => {
    clearTimeout(fading)
    if (who) fading = setTimeout(setWriting, LASTING.typing, null)
    if (who === writing) return
    writing = who
    changed()
  }
  /** Nothing is said here yet, and another tab of this shopper has begun: it is the same conversation. */
  const follow = () => {
    const theirs = outbox.entries().find((entry) => entry.chat)
    if (!chat || now.id || !theirs || entries().length) return
    chat = theirs.chat
    takeEntries()
  }
  const takeEntries = () => {
    for (const { clientId, ticketId } of entries()) {
      mine.add(clientId)
      if (ticketId && !now.id) adopt(ticketId)
    }
    changed()
  }
  const take = (message: Message) => {
    if (!now.id && message.clientId && mine.has(message.clientId)) adopt(message.ticketId)
    if (message.ticketId !== now.id) return
    if (message.author.kind === writing?.kind) setWriting(null)
    transcript.take(message)
  }
  const ours =
    <T extends { ticketId: TicketId } | { id: TicketId }>(then: (news: T) => void) =>
    (news: T) => {
      if (('ticketId' in news ? news.ticketId : news.id) === now.id) then(news)
    }
  const stops = [
    bus.on('outside', follow),
    bus.on('outbox', takeEntries),
    bus.on('stored', take),
    bus.on('message', take),
    bus.on('wake', () => sync(true)),
    bus.on('catchUp', transcript.resync),
    bus.on('state', (state) => state === 'online' && sync()),
    bus.on(
      'gone',
      ours(() => sync(true)),
    ),
    bus.on('ticket', ours(transcript.replace)),
    bus.on('row', ours(transcript.replace)),
    bus.on(
      'read',
      ours(({ kind, seq }) => transcript.takeMarks({ [kind === side ? 'readSeq' : 'otherReadSeq']: seq })),
    ),
    bus.on(
      'delivered',
      ours(({ kind, seq }) => transcript.takeMarks({ [kind === side ? 'deliveredSeq' : 'otherDeliveredSeq']: seq })),
    ),
    bus.on(
      'marks',
      ours((marks) => transcript.takeMarks(marks)),
    ),
    ...colleagues.stops,
    bus.on(
      'typing',
      ours(({ userName, kind, typing }) => {
        // A shopper's own second tab is the same person.
        if (kind === 'agent' || side === 'agent') setWriting(typing ? { userName, kind } : null)
      }),
    ),
  ]
  const looking = setInterval(() => {
    if (live.state() === 'offline' || now.failure?.retry) sync()
  }, LOOK)

  const following: Following = {
    get chatKey() {
      return chat?.key
    },
    now,
    close() {
      if (!threads.delete(following)) return
      typing.stop()
      clearInterval(looking)
      setWriting(null)
      listeners.clear()
      for (const stop of stops) stop()
      if ([...threads].every((other) => other.now.id !== now.id))
        live.online()?.emit('leave_ticket', { ticketId: now.id })
    },
  }
  threads.add(following)
  takeEntries()
  sync()
  live.connect()
  outbox.flush()
  return {
    get: () => (snapshot ??= look()),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send(message, type = `${side}_message`, files) {
      const clientId = newId()
      const at = new Date().toISOString()
      const seenSeq = type === 'agent_message' ? colleagues.sent() : undefined
      outbox.add({ clientId, ticketId: now.id, chat, message, type, at, files, seenSeq, refusal: null })
      typing.stop()
      takeEntries()
      return clientId
    },
    retry(clientId, how) {
      outbox.retry(clientId, how?.force)
      changed()
    },
    discard(clientId) {
      const text = outbox.discard(clientId)
      changed()
      return text
    },
    typing() {
      colleagues.writes()
      if (now.id) typing.key()
    },
    markRead: transcript.markRead,
    loadEarlier: transcript.loadEarlier,
    close: following.close,
  }
}
