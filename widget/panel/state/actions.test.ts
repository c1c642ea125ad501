// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "fetch": { "disableSameOriginPolicy": true } } }
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { createClient, Failure, type ShopperClient } from '@comptoir/sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bridge } from '../../loader/bridge.ts'
import words from '../locales/en.ts'
import { createActions } from './actions.ts'
import { type Actions, type Model, newModel } from './model.ts'

const ANSWERS: Record<string, object | undefined> = {
  'POST /api/visitors': { token: 'mira', renewalToken: 'mira-2', expiresAt: '2100-01-01', customer: { id: 'mira' } },
  'GET /api/widget': { color: '#1f5eff', position: 'right' },
}

let server: Server
let client: ShopperClient
let model: Model
let actions: Actions
let bridge: Bridge
/** The lists that are asked for, in order, each waiting for its answer. */
let lists: ServerResponse[]

beforeEach(async () => {
  lists = []
  server = createServer(({ method, url = '' }, response) => {
    if (url === '/api/tickets') return lists.push(response)
    response.end(JSON.stringify(ANSWERS[`${method} ${url}`]))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  client = createClient({ url, shopKey: 'pk_perle' })
  model = newModel({ locale: 'en', words })
  bridge = {
    url,
    shopKey: 'pk_perle',
    speech: { locale: 'en', words },
    frame: document.createElement('div'),
    button: document.createElement('button'),
    tag: {},
    dress: (look = {}) => look,
    speak: async () => ({ locale: 'en', words }),
    emit() {},
    signal: new AbortController().signal,
  }
  actions = createActions(model, client, bridge, () => {})
})
afterEach(() => {
  client.close()
  localStorage.clear()
  sessionStorage.clear()
  server.closeAllConnections()
  server.close()
})

const asked = (count: number) => vi.waitFor(() => expect(lists).toHaveLength(count))
const list = (id: string) =>
  JSON.stringify({ items: [{ id, status: 'open', lastSeq: 0, readSeq: 0 }], nextCursor: null })
const drafts = () => Object.keys(sessionStorage).filter((key) => key.includes(':draft:'))

test('a list that was asked for by the former shopper is not shown to the next', async () => {
  await client.session()
  const before = actions.load()
  await asked(1)
  const after = actions.restart()
  await asked(2)
  lists[0]?.end(list('of-mira'))
  await before
  expect(model).toMatchObject({ rows: [], loading: true })
  lists[1]?.end(list('of-tom'))
  await after
  expect(model).toMatchObject({ rows: [{ id: 'of-tom' }], loading: false, trouble: false })
})

test('what is written in a conversation that is not read yet belongs to it, and not to a new one', () => {
  actions.pick('ticket-1')
  actions.write('About the lid')
  actions.startNew()
  expect(model.draft).toBe('')
  actions.write('Something else')
  actions.pick('ticket-1')
  expect(model.draft).toBe('About the lid')
  actions.startNew()
  expect(model.draft).toBe('Something else')
})

test('logging out leaves no word that was being written', async () => {
  sessionStorage.setItem('comptoir:pk_nord:draft:', 'To another shop')
  actions.pick('ticket-1')
  actions.write('About the lid')
  actions.startNew()
  actions.write('Something else')
  expect(drafts()).toHaveLength(3)
  await actions.logout()
  expect(drafts()).toEqual(['comptoir:pk_nord:draft:'])
  expect(model).toMatchObject({ draft: '', rows: [] })
})

test('a shopper whose list cannot be read writes on where they were', async () => {
  await client.session()
  actions.pick('ticket-1')
  actions.send('About the lid')
  const reload = newModel({ locale: 'en', words })
  createActions(reload, client, bridge, () => {}).open()
  expect(reload.ticketId).toBe('ticket-1')
  expect(reload.thread?.get().messages).toMatchObject([{ message: 'About the lid', state: 'pending' }])
})

test('a shopper who is merely offline is no news for the merchant', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  actions.fail(new Failure('network', 'No answer came.'))
  expect(warn).not.toHaveBeenCalled()
  expect(model.refused).toBe(false)
})

test('a page that is refused is told of once, to the merchant and for good', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  actions.fail(new Failure('origin_refused', 'Expected another page.'))
  actions.fail(new Failure('origin_refused', 'Expected another page.'))
  expect(warn.mock.calls).toEqual([[expect.stringContaining(`the shop does not allow pages of ${location.origin}`)]])
  expect(model.refused).toBe(true)
})
