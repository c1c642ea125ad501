import type { ShopperClient } from '@comptoir/sdk'
import type { Bridge } from '../../loader/bridge.ts'
import type { Model } from './model.ts'
import { countUnread, placeTicket } from './tickets.ts'

/** How often a screen reader is told that somebody is writing, in milliseconds. */
const TYPING_SAID = 10_000

/** Call it after every change: what the shopper sees counts as read, the rest is counted, and the panel is drawn. */
export function createAttention(model: Model, client: ShopperClient, bridge: Bridge, draw: () => void): () => void {
  let counted = 0
  let saidAt = 0

  const read = () => {
    const { thread, open, screen, place, rows } = model
    const { ticket, messages } = thread?.get() ?? {}
    if (!ticket || !messages) return
    model.rows = placeTicket(rows, ticket)
    const last = messages.findLast(({ seq }) => seq)?.seq ?? 0
    // Once for each message: a thread answers to being read with a change.
    const known = model.rows.find(({ id }) => id === ticket.id)?.readSeq ?? 0
    if (!open || screen !== 'chat' || !place.atEnd || document.hidden || last <= known) return
    model.rows = placeTicket(model.rows, { ...ticket, readSeq: last })
    thread?.markRead()
  }
  const count = () => {
    const unread = countUnread(model.rows)
    if (unread !== counted) bridge.emit('unread', { count: unread })
    counted = unread
    const closed = model.say(unread ? 'openNew' : 'open', { count: unread })
    bridge.button.setAttribute('aria-label', model.open ? model.say('close') : closed)
    return unread ? closed : ''
  }
  /** What to a seeing shopper is three moving dots, or the number on the launcher. */
  const status = (unread: string): string => {
    const { say, open, thread, shop } = model
    const { typing, messages } = thread?.get() ?? {}
    if (!open) return unread
    if (messages?.at(-1)?.state === 'failed') return say('failed')
    if (!typing) return ''
    const name = typing.userName ?? shop?.shop.name ?? ''
    const said = say('typing', { name })
    if (model.status !== said && Date.now() - saidAt < TYPING_SAID) return ''
    saidAt = Date.now()
    return said
  }
  return () => {
    read()
    model.connection = client.state
    model.status = status(count())
    draw()
  }
}
