import { acknowledgeHeld, hearAsAgent } from './agent-news.ts'
import { openColleagues } from './colleagues.ts'
import { close, openDesk } from './desk.ts'
import { followFacts } from './facts.ts'
import { Failure } from './failure.ts'
import { openHttp } from './http.ts'
import { pageStorage } from './kept.ts'
import { openThread } from './thread.ts'
import { ticketCalls } from './tickets.ts'
import { ask } from './transport.ts'
import type { AgentClient, AgentClientOptions } from './types.ts'

/**
 * The client of an agent, of the shop's backend or of a bot.
 *
 * @throws (each call) Failure, with the codes of the contract, `network` or `aborted`
 * @example
 * const desk = createAgentClient({ url: 'https://support.shop.example', token: process.env.COMPTOIR_TOKEN })
 * desk.on('row', (row) => console.log(row.number, row.subject, row.status))
 * desk.connect()
 * const { items } = await desk.tickets.list({ status: 'open' })
 * await desk.tickets.post(items[0].id, { message: 'I am looking into it.' })
 */
export function createAgentClient(options: AgentClientOptions): AgentClient {
  const { token = '', agentId = token && digest(token) } = options
  // Where it is not known who writes, the next person at this desk must find nothing.
  const { storage = agentId ? pageStorage('sessionStorage') : undefined } = options
  const url = options.url.replace(/\/+$/, '')
  const end = new AbortController()
  const life = end.signal
  const credential = async (refused?: string) => {
    if (refused === undefined) return token
    throw new Failure('unauthorized', 'The credential is not accepted, or no longer: sign in again.')
  }
  // Where the cookie counts: another agent may sign in beside this page, and must not answer for this one.
  const expected = token ? undefined : agentId
  const credentials = token ? 'omit' : 'same-origin'
  const always = expected ? { 'X-Agent-Id': expected } : {}
  const call = openHttp({ url, credentials, credential, life, always })
  const place = `comptoir:agent@${url}:${agentId}:outbox`
  const agent = { agentId: expected, hear: hearAsAgent }
  const desk = openDesk({ url, side: 'agent', call, credential, storage, place, life, ...agent })
  const { live, bus } = desk
  acknowledgeHeld(desk, expected)
  followFacts({ call, live, bus, life })
  return {
    get state() {
      return live.state()
    },
    access: async (refused) => ({ url, token: await credential(refused) }),
    connect: live.connect,
    on: bus.on,
    thread: (ticketId) => openThread(desk, ticketId, null, openColleagues),
    close: () => close(desk, end),
    call,
    forget() {
      desk.outbox.clear()
      close(desk, end)
    },
    me: (options) => call('GET /api/me', {}, options),
    shop: {
      get: (options) => call('GET /api/shop', {}, options),
      change: (body, options) => call('PATCH /api/shop', { body }, options),
    },
    tickets: {
      ...ticketCalls(call),
      setStatus: (id, body, options) => call('PUT /api/tickets/:id/status', { id, body }, options),
      change: (id, body, options) => call('PATCH /api/tickets/:id', { id, body }, options),
      changeMany: (body, options) => call('POST /api/tickets/bulk', { body }, options),
      merge: (id, body, options) => call('POST /api/tickets/:id/merge', { id, body }, options),
      unmerge: (id, options) => call('DELETE /api/tickets/:id/merge', { id }, options),
      snooze: (id, body, options) => call('POST /api/tickets/:id/snooze', { id, body }, options),
      delete: (id, options) => call('DELETE /api/tickets/:id', { id }, { ...options, settled: 'not_found' }),
      assign: (id, body, options) => call('POST /api/tickets/:id/assign', { id, body }, options),
      escalate: (id, body, options) => call('POST /api/tickets/:id/escalate', { id, body }, options),
      deadline: (id, options) => call('GET /api/tickets/:id/deadline', { id }, options),
      facts: (id, query, options) => call('GET /api/tickets/:id/facts', { id, query }, options),
    },
    facts: {
      list: (query, options) => call('GET /api/facts', { query }, options),
    },
    agents: {
      list: (query, options) => call('GET /api/agents', { query }, options),
    },
    departments: {
      list: (query, options) => call('GET /api/departments', { query }, options),
      create: (body, options) => call('POST /api/departments', { body }, options),
      change: (id, body, options) => call('PATCH /api/departments/:id', { id, body }, options),
      retire: (id, options) => call('DELETE /api/departments/:id', { id }, { ...options, settled: 'not_found' }),
    },
    async setPresence(change) {
      const socket = live.online()
      if (!socket) throw new Failure('network', 'There is no connection: presence goes over the socket.')
      return (await ask(socket, 'set_presence', change)).presence
    },
    stats: {
      read: (query, options) => call('GET /api/tickets/stats', { query }, options),
      tickets: (id, query, options) => call('GET /api/tickets/stats/:id/tickets', { id, query }, options),
    },
    drafts: {
      list: (id, options) => call('GET /api/tickets/:id/draft', { id }, options),
      keep: (id, body, options) => call('PUT /api/tickets/:id/draft', { id, body }, options),
    },
    categories: {
      list: (query, options) => call('GET /api/categories', { query }, options),
    },
    views: {
      list: (options) => call('GET /api/views', {}, options),
      create: (body, options) => call('POST /api/views', { body }, options),
      change: (id, body, options) => call('PATCH /api/views/:id', { id, body }, options),
      delete: (id, options) => call('DELETE /api/views/:id', { id }, { ...options, settled: 'not_found' }),
    },
    replies: {
      list: (options) => call('GET /api/replies', {}, options),
      create: (body, options) => call('POST /api/replies', { body }, options),
      change: (id, body, options) => call('PATCH /api/replies/:id', { id, body }, options),
      delete: (id, options) => call('DELETE /api/replies/:id', { id }, { ...options, settled: 'not_found' }),
      use: (id, body, options) => call('POST /api/replies/:id/use', { id, body }, options),
    },
    mailTemplates: {
      list: (options) => call('GET /api/mail-templates', {}, options),
      save: (kind, locale, body, options) =>
        call('PUT /api/mail-templates/:kind/:locale', { kind, locale, body }, options),
      restore: (kind, locale, options) => call('DELETE /api/mail-templates/:kind/:locale', { kind, locale }, options),
      preview: (kind, locale, body, options) =>
        call('POST /api/mail-templates/:kind/:locale/preview', { kind, locale, body }, options),
    },
    mailLog: (query, options) => call('GET /api/mail-log', { query }, options),
  }
}

// FNV-1a.
const START = 0x811c9dc5
const PRIME = 0x01000193
/** Tells tokens apart, where the token itself is not to be written down. */
const digest = (token: string): string =>
  Array.from(token)
    .reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), PRIME) >>> 0, START)
    .toString(36)
