import type { TicketRow } from '@comptoir/sdk/contract'
import { expect, test } from 'vitest'
import { orderOf } from './queries.ts'
import { addPage, isUnread, neighbour, newsOf, placeRow, readUpTo, type Shown } from './rows.ts'
import { aRow } from './testing.ts'

const ALL: Shown = { query: { sort: 'activity' }, myId: 'ada', hasMore: false, held: null }
const ORDER = orderOf(ALL.query)

const liveAt = (id: string, minute: number, more: Partial<TicketRow> = {}) =>
  aRow({ id, updatedAt: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`, ...more })
const ids = (rows: readonly TicketRow[]) => rows.map((row) => row.id).join(' ')

const THREE = [liveAt('c', 30), liveAt('b', 20), liveAt('a', 10)]

test('a new ticket comes first', () => {
  expect(ids(placeRow(THREE, liveAt('d', 40), ALL))).toBe('d c b a')
})

test('a ticket in which something happens moves up, once', () => {
  expect(ids(placeRow(THREE, liveAt('a', 40), ALL))).toBe('a c b')
})

test('news that is older than what is shown changes nothing', () => {
  expect(placeRow(THREE, liveAt('c', 5, { subject: 'old' }), ALL)).toBe(THREE)
})

test('two changes in the same instant stand in the order of the server, by id', () => {
  expect(ids(placeRow(THREE, liveAt('bb', 20), ALL))).toBe('c bb b a')
})

test('a row below the last one waits for its page while there are more pages', () => {
  expect(ids(placeRow(THREE, liveAt('z', 1), { ...ALL, hasMore: true }))).toBe('c b a')
  expect(ids(placeRow(THREE, liveAt('z', 1), ALL))).toBe('c b a z')
})

test('a ticket leaves a view whose status it no longer has', () => {
  const open: Shown = { ...ALL, query: { status: 'open' } }
  expect(ids(placeRow(THREE, liveAt('b', 40, { status: 'resolved' }), open))).toBe('c a')
  expect(ids(placeRow(THREE, liveAt('d', 40, { status: 'resolved' }), open))).toBe('c b a')
})

test('the open ticket stays in sight although it has left the view', () => {
  const rows = placeRow(THREE, liveAt('b', 40, { status: 'resolved' }), {
    ...ALL,
    query: { status: 'open' },
    held: 'b',
  })
  expect(ids(rows)).toBe('b c a')
})

test('a search takes changes to what it has found, and no strangers', () => {
  const searched: Shown = { ...ALL, query: { q: 'teapot' } }
  expect(ids(placeRow(THREE, liveAt('a', 40, { subject: 'Two teapots' }), searched))).toBe('c b a')
  expect(ids(placeRow(THREE, liveAt('d', 40), searched))).toBe('c b a')
})

test('a page that overlaps what is there brings nothing twice and nothing older', () => {
  const rows = addPage(THREE, [liveAt('a', 5, { subject: 'old' }), liveAt('z', 1)], ORDER)
  expect(ids(rows)).toBe('c b a z')
  expect(rows[2]?.subject).toBe('The teapot is cracked')
})

test('reading never goes back', () => {
  const rows = [aRow({ id: 'a', lastSeq: 5, readSeq: 3 })]
  expect(readUpTo(rows, 'a', 5).map(isUnread)).toEqual([false])
  expect(readUpTo(rows, 'a', 2)[0]?.readSeq).toBe(3)
})

test('j and k stop at the ends and begin where nothing is chosen', () => {
  expect(neighbour(THREE, 'c', 1)?.id).toBe('b')
  expect(neighbour(THREE, 'c', -1)?.id).toBe('c')
  expect(neighbour(THREE, 'a', 1)?.id).toBe('a')
  expect(neighbour(THREE, null, 1)?.id).toBe('c')
  expect(neighbour([], null, 1)).toBeUndefined()
})

test('a new ticket and a customer’s message are news; an answer and a change of status are none', () => {
  const said = '2026-11-20T10:00:00.000Z'
  expect(newsOf(aRow({ createdAt: said, updatedAt: said }))).toBe('ticket')
  expect(newsOf(aRow())).toBe('message')
  expect(newsOf(aRow({ lastMessage: { text: 'Sorry!', author: 'agent' } }))).toBeNull()
  expect(newsOf(aRow({ updatedAt: '2026-11-20T11:00:00.000Z' }))).toBeNull()
})
