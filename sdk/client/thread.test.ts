import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Ticket } from '../contract/index.ts'
import { createAgentClient } from './create-agent-client.ts'
import { createClient } from './create-client.ts'
import { type Peer, startPeer } from './testing/peer.ts'
import { aMap } from './testing/storage.ts'
import type { AgentClient, ShopperClient, Thread } from './types.ts'

let peer: Peer
let ticket: Ticket
const clients: (ShopperClient | AgentClient)[] = []
beforeEach(async () => {
  peer = await startPeer()
  ticket = peer.tickets.create('mira', { subject: 'Parcel' })
})
afterEach(async () => {
  vi.useRealTimers()
  for (const client of clients.splice(0)) client.close()
  await peer.stop()
})

/** A machine that others use too may take its time. */
const until = (holds: () => unknown, patience = { timeout: 15_000 }) => vi.waitFor(holds, patience)

const using = <C extends ShopperClient | AgentClient>(client: C): C => {
  clients.push(client)
  return client
}
const aShopper = () => using(createClient({ url: peer.url, shopKey: 'pk_perle', storage: aMap() }))
const ada = () => using(createAgentClient({ url: peer.url, token: 'ada', storage: aMap() }))
const write = (kind: 'customer' | 'agent', count: number) => {
  for (let at = 0; at < count; at++) peer.tickets.post(kind, ticket.id, { message: `From the ${kind}` })
}
const seqs = (thread: Thread) => thread.get().messages.map(({ seq }) => seq)
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at)
const shows = (thread: Thread, first: number, last: number) =>
  until(() => expect(seqs(thread)).toEqual(upTo(first, last)))
const joined = (count = 1) => until(() => expect(peer.count('join_ticket')).toBe(count))

test('a ticket is loading until it is read', async () => {
  write('agent', 3)
  const thread = aShopper().thread(ticket.id)
  expect(thread.get()).toMatchObject({ ticket: null, messages: [], loading: true, failure: null })
  await shows(thread, 1, 3)
  expect(thread.get()).toMatchObject({
    ticket: { id: ticket.id, subject: 'Parcel' },
    loading: false,
    hasEarlier: false,
  })
})

test('a long thread begins with its last messages, and the earlier ones are fetched on demand', async () => {
  write('agent', 260)
  const thread = aShopper().thread(ticket.id)
  await shows(thread, 61, 260)
  expect(thread.get().hasEarlier).toBe(true)
  await Promise.all([thread.loadEarlier(), thread.loadEarlier()])
  expect(seqs(thread)).toEqual(upTo(11, 260))
  await thread.loadEarlier()
  expect(seqs(thread)).toEqual(upTo(1, 260))
  expect(thread.get().hasEarlier).toBe(false)
})

test('a new message arrives by itself', async () => {
  const thread = aShopper().thread(ticket.id)
  await joined()
  peer.post('agent', ticket.id, { message: 'I am looking into it.' })
  // The message may come before the ticket that is being read, or its answer may know nothing of it yet.
  const arrived = { ticket: { lastSeq: 1 }, loading: false, messages: [{ message: 'I am looking into it.' }] }
  await until(() => expect(thread.get()).toMatchObject(arrived))
})

test('an answer that was on its way while news came takes nothing back', async () => {
  const thread = aShopper().thread(ticket.id)
  await until(() => expect(thread.get().loading).toBe(false))
  peer.io()?.emit('ticket_changed', { ...ticket, status: 'pending', otherReadSeq: 1, lastSeq: 2, revision: 7 })
  await until(() => expect(thread.get().ticket?.status).toBe('pending'))
  peer.io()?.emit('ticket_changed', { ...ticket, subject: 'Late', otherReadSeq: 2, lastSeq: 1, revision: 6 })
  await until(() => expect(thread.get().ticket?.otherReadSeq).toBe(2))
  expect(thread.get().ticket).toMatchObject({ status: 'pending', subject: 'Parcel', lastSeq: 2 })
})

test('what has arrived is acknowledged once, for all that came with it', async () => {
  write('agent', 3)
  const thread = aShopper().thread(ticket.id)
  await shows(thread, 1, 3)
  await until(() => expect(peer.tickets.find(ticket.id).ticket.deliveredSeq).toBe(3))
  expect(peer.asked.filter(({ route }) => route === 'mark_delivered').map(({ body }) => body.seq)).toEqual([3])
})

test('what is read at once is not acknowledged besides', async () => {
  write('agent', 2)
  const thread = aShopper().thread(ticket.id)
  thread.subscribe(thread.markRead)
  await until(() => expect(peer.tickets.find(ticket.id).ticket.readSeq).toBe(2))
  peer.post('agent', ticket.id, { message: 'One more' })
  await until(() => expect(peer.tickets.find(ticket.id).ticket.readSeq).toBe(3))
  thread.close()
  // A reader who does not look acknowledges later than the first would have.
  aShopper().thread(ticket.id)
  await joined(2)
  peer.post('agent', ticket.id, { message: 'And another' })
  await until(() => expect(peer.count('mark_delivered')).toBeGreaterThan(0))
  expect(peer.asked.filter(({ route }) => route === 'mark_delivered').every(({ body }) => body.seq === 4)).toBe(true)
})

test('a message of the other side that has arrived there is delivered', async () => {
  write('customer', 2)
  const thread = aShopper().thread(ticket.id)
  await joined()
  await shows(thread, 1, 2)
  peer.io()?.emit('message_delivered', { ticketId: ticket.id, kind: 'agent', seq: 2 })
  await until(() => expect(thread.get().messages.map(({ state }) => state)).toEqual(['delivered', 'delivered']))
  peer.io()?.emit('message_read', { ticketId: ticket.id, kind: 'agent', seq: 1 })
  await until(() => expect(thread.get().messages.map(({ state }) => state)).toEqual(['read', 'delivered']))
})

test('a ticket that is deleted while it is looked at says so', async () => {
  const thread = aShopper().thread(ticket.id)
  await until(() => expect(thread.get().loading).toBe(false))
  peer.tickets.chats.splice(0)
  peer.io()?.emit('ticket_deleted', { ticketId: ticket.id })
  await until(() => expect(thread.get().failure).toMatchObject({ code: 'not_found' }))
})

test('a message that comes before a missing one waits for it', async () => {
  const thread = aShopper().thread(ticket.id)
  await joined()
  const seen = new Set<string>()
  thread.subscribe(() => seen.add(JSON.stringify(seqs(thread))))
  write('agent', 2)
  peer.post('agent', ticket.id, { message: 'The third, and the only one that is announced.' })
  await shows(thread, 1, 3)
  expect([...seen].filter((found) => !['[]', '[1]', '[1,2]', '[1,2,3]'].includes(found))).toEqual([])
})

test('what was missed while away is fetched, however much it is', async () => {
  const mira = aShopper()
  const thread = mira.thread(ticket.id)
  await joined()
  await peer.stop()
  await until(() => expect(mira.state).toBe('offline'))
  write('agent', 120)
  await peer.start()
  await shows(thread, 1, 120)
  await joined(2)
})

test('without a socket the thread is looked at every so often', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const without = await startPeer({ sockets: false })
  const other = without.tickets.create('mira', { subject: 'Parcel' })
  const mira = using(createClient({ url: without.url, shopKey: 'pk_perle', storage: aMap() }))
  const thread = mira.thread(other.id)
  await until(() => expect(mira.state).toBe('offline'))
  without.post('agent', other.id, { message: 'I am looking into it.' })
  await until(() => expect(thread.get().loading).toBe(false))
  vi.advanceTimersByTime(5_000)
  await shows(thread, 1, 1)
  await without.stop()
})

test('a ticket that is not there says so', async () => {
  const thread = ada().thread('0190a000-0000-7000-8000-000000000000')
  await until(() => expect(thread.get()).toMatchObject({ loading: false, failure: { code: 'not_found' } }))
})

test('the same state is the same reference, and a change is told once', async () => {
  const thread = aShopper().thread(ticket.id)
  await joined()
  await until(() => expect(thread.get().loading).toBe(false))
  const before = thread.get()
  expect(thread.get()).toBe(before)
  const listener = vi.fn()
  const stop = thread.subscribe(listener)
  thread.send('One')
  thread.send('Two')
  expect(listener).not.toHaveBeenCalled()
  await Promise.resolve().then(() => {})
  expect(listener).toHaveBeenCalledTimes(1)
  expect(thread.get()).not.toBe(before)
  stop()
})

test('who writes is shown until they have written', async () => {
  const thread = aShopper().thread(ticket.id)
  await joined()
  const types = (typing: boolean, kind = 'agent') =>
    peer.io()?.emit('user_typing', { ticketId: ticket.id, userName: 'Ada', kind, typing })
  types(true)
  await until(() => expect(thread.get().typing).toEqual({ userName: 'Ada', kind: 'agent' }))
  types(false)
  await until(() => expect(thread.get().typing).toBeNull())
  types(true)
  await until(() => expect(thread.get().typing).not.toBeNull())
  peer.post('agent', ticket.id, { message: 'Here you are.' })
  await until(() => expect(thread.get().typing).toBeNull())
})

test('the shopper writing in another tab is not somebody else', async () => {
  const thread = aShopper().thread(ticket.id)
  await joined()
  peer.io()?.emit('user_typing', { ticketId: ticket.id, userName: null, kind: 'customer', typing: true })
  peer.post('agent', ticket.id, { message: 'Here you are.' })
  await shows(thread, 1, 1)
  expect(thread.get().typing).toBeNull()
})

test('writing is said once in a while and ends with the message', async () => {
  const thread = aShopper().thread(ticket.id)
  await joined()
  for (let key = 0; key < 5; key++) thread.typing()
  thread.send('Where is my parcel?')
  await shows(thread, 1, 1)
  expect(peer.asked.map(({ route }) => route).filter((route) => route.startsWith('typing'))).toEqual([
    'typing_start',
    'typing_stop',
  ])
})

test('how far the other side has read is shown on the own messages', async () => {
  const thread = aShopper().thread(ticket.id)
  await joined()
  thread.send('One')
  thread.send('Two')
  await shows(thread, 1, 2)
  peer.io()?.emit('message_read', { ticketId: ticket.id, kind: 'agent', seq: 1 })
  await until(() => expect(thread.get().messages.map(({ state }) => state)).toEqual(['read', 'sent']))
  expect(thread.get().ticket?.otherReadSeq).toBe(1)
})

test('what has been seen is told once', async () => {
  write('agent', 2)
  const thread = aShopper().thread(ticket.id)
  await joined()
  await shows(thread, 1, 2)
  thread.markRead()
  thread.markRead()
  expect(thread.get().ticket?.readSeq).toBe(2)
  peer.post('agent', ticket.id, { message: 'One more' })
  await shows(thread, 1, 3)
  thread.markRead()
  await until(() => expect(peer.tickets.find(ticket.id).ticket.readSeq).toBe(3))
  expect(peer.asked.filter(({ route }) => route === 'mark_read').map(({ body }) => body.seq)).toEqual([2, 3])
})

test('what has been seen is told once, though news come that do not know of it yet', async () => {
  write('agent', 2)
  const thread = aShopper().thread(ticket.id)
  await joined()
  await shows(thread, 1, 2)
  let answer = () => {}
  const answering = new Promise<void>((resolve) => {
    answer = resolve
  })
  for (const socket of peer.io()?.sockets.sockets.values() ?? [])
    socket.use(([event], next) => void (event === 'mark_read' ? answering.then(() => next()) : next()))

  thread.subscribe(thread.markRead)
  thread.markRead()
  peer.io()?.emit('ticket_changed', { ...ticket, lastSeq: 2, readSeq: 0, status: 'pending', revision: 2 })
  await until(() => expect(thread.get().ticket?.status).toBe('pending'))
  answer()
  await until(() => expect(thread.get().ticket?.readSeq).toBe(2))
  peer.post('agent', ticket.id, { message: 'One more' })
  await until(() => expect(peer.tickets.find(ticket.id).ticket.readSeq).toBe(3))
  expect(peer.asked.filter(({ route }) => route === 'mark_read').map(({ body }) => body.seq)).toEqual([2, 3])
})

test('a ticket that changes is replaced', async () => {
  const [mira, agent] = [aShopper().thread(ticket.id), ada().thread(ticket.id)]
  await joined(2)
  await until(() => expect(agent.get().loading).toBe(false))
  peer.io()?.emit('ticket_rows', [{ ...ticket, status: 'pending', revision: 2 }])
  await until(() => expect(agent.get().ticket?.status).toBe('pending'))
  peer.io()?.emit('ticket_changed', { ...ticket, status: 'resolved', revision: 3 })
  await until(() => expect(mira.get().ticket?.status).toBe('resolved'))
})

test('an agent answers, and keeps a note among agents', async () => {
  const thread = ada().thread(ticket.id)
  thread.send('I am looking into it.')
  thread.send('The parcel is in Lyon.', 'internal_note')
  await shows(thread, 1, 2)
  expect(thread.get().messages.map(({ type }) => type)).toEqual(['agent_message', 'internal_note'])
})

test('the room is left with the last thread that is in it', async () => {
  const agent = ada()
  const [one, two] = [agent.thread(ticket.id), agent.thread(ticket.id)]
  await joined(2)
  one.close()
  one.close()
  peer.post('customer', ticket.id, { message: 'Hello' })
  await shows(two, 1, 1)
  expect(peer.count('leave_ticket')).toBe(0)
  two.close()
  await until(() => expect(peer.count('leave_ticket')).toBe(1))
  expect(seqs(one)).toEqual([])
})
