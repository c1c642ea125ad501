import { newId } from '../contract/ids.ts'
import type { Message, TicketId } from '../contract/index.ts'
import { LASTING } from '../contract/limits.ts'
import type { Desk, Following } from './desk.ts'
import type { Entry } from './entry.ts'
import { rowsOf } from './rows.ts'
import { openTranscript } from './transcript.ts'
import type { Thread, ThreadState } from './types.ts'
import { openTyping } from './typing.ts'

/** While there is no socket: how often to look. */
const LOOK = 5_000

/** Follows a ticket, or a chat whose ticket its first message will make. */
export function openThread(desk: Desk, ticketId: TicketId | null, chat: Entry['chat']): Thread {
  const { side, live, bus, outbox, threads } = desk
  const listeners = new Set<() => void>()
  /** What this reader has sent: by it a ticket that another tab has made is recognised. */
  const mine = new Set<string>()
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
      for (const listener of listeners) queueMicrotask(() => listeners.has(listener) && listener())
    })
  }
  const transcript = openTranscript(desk, ticketId, changed)
  const { sequence } = transcript
  const typing = openTyping((event) => live.online()?.emit(event, { ticketId: transcript.id() }))

  const entries = () =>
    outbox.entries().filter((entry) => {
      return (entry.ticketId && entry.ticketId === transcript.id()) || (chat && entry.chat?.key === chat.key)
    })
  const look = (): ThreadState => {
    const ticket = transcript.ticket()
    return {
      ticket,
      messages: rowsOf({
        side,
        mine,
        stored: sequence.messages,
        early: sequence.waiting(),
        entries: entries(),
        otherReadSeq: ticket?.otherReadSeq ?? 0,
      }),
      typing: writing,
      hasEarlier: (sequence.messages[0]?.seq ?? 1) > 1,
      loading: transcript.loading(),
      failure: transcript.failure(),
    }
  }
  const setWriting = (who: ThreadState['typing']) => {
    clearTimeout(fading)
    if (who) fading = setTimeout(setWriting, LASTING.typing, null)
    if (who === writing) return
    writing = who
    changed()
  }
  const adopt = (id: TicketId) => transcript.id() ?? transcript.adopt(id)
  const takeEntries = () => {
    for (const { clientId, ticketId } of entries()) {
      mine.add(clientId)
      if (ticketId) adopt(ticketId)
    }
    changed()
  }
  const take = (message: Message) => {
    if (mine.has(message.clientId ?? '')) adopt(message.ticketId)
    if (message.ticketId !== transcript.id()) return
    if (message.author.kind === writing?.kind) setWriting(null)
    transcript.take(message)
  }
  const ifOurs =
    <T extends { ticketId: TicketId }>(then: (news: T) => void) =>
    (news: T) => {
      if (news.ticketId === transcript.id()) then(news)
    }
  const stops = [
    bus.on('outbox', takeEntries),
    bus.on('stored', take),
    bus.on('message', take),
    bus.on('wake', transcript.sync),
    bus.on('state', (state) => state === 'online' && transcript.sync()),
    bus.on('ticket', (ticket) => ticket.id === transcript.id() && transcript.replace(ticket)),
    bus.on('row', (row) => row.id === transcript.id() && transcript.replace(row)),
    bus.on('read', ifOurs(transcript.takeRead)),
    bus.on(
      'typing',
      ifOurs(({ userName, kind, typing }) => {
        // A shopper's own second tab is the same person.
        if (kind !== 'customer' || side !== 'customer') setWriting(typing ? { userName, kind } : null)
      }),
    ),
  ]
  const looking = setInterval(() => {
    if (live.state() === 'offline' || transcript.failure()?.retry) transcript.sync()
  }, LOOK)

  const following: Following = {
    chatKey: chat?.key,
    ticketId: transcript.id,
    close() {
      if (!threads.delete(following)) return
      typing.stop()
      clearInterval(looking)
      setWriting(null)
      listeners.clear()
      for (const stop of stops) stop()
      const id = transcript.id()
      if (id && ![...threads].some((other) => other.ticketId() === id))
        live.online()?.emit('leave_ticket', { ticketId: id })
    },
  }
  threads.add(following)
  takeEntries()
  transcript.sync()
  return {
    get: () => (snapshot ??= look()),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send(message, type = side === 'customer' ? 'customer_message' : 'agent_message') {
      const clientId = newId()
      const at = new Date().toISOString()
      outbox.add({ clientId, ticketId: transcript.id(), chat, message, type, at, refusal: null })
      typing.stop()
      takeEntries()
      return clientId
    },
    retry(clientId) {
      outbox.retry(clientId)
      changed()
    },
    discard(clientId) {
      const text = outbox.discard(clientId)
      changed()
      return text
    },
    typing: () => transcript.id() && typing.key(),
    markRead: transcript.markRead,
    loadEarlier: transcript.loadEarlier,
    close: following.close,
  }
}

/** Opens a thread with all that it needs: the socket, and what has been left unsent. */
export function follow(desk: Desk, ticketId: TicketId | null, chat: Entry['chat'] = null): Thread {
  const thread = openThread(desk, ticketId, chat)
  desk.live.connect()
  desk.outbox.flush()
  return thread
}
