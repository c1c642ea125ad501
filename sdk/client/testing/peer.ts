import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Server } from 'socket.io'
import { FAILURES, type FailureCode } from '../../contract/index.ts'
import { openTickets, openVisitors, Refused } from './counter.ts'
import { openSockets } from './sockets.ts'

/** What a request meets instead of its answer. `lost`: it is done, and its answer never arrives. */
type Fault = FailureCode | 'lost'
export interface Asked {
  /** The route, or the name of the socket's event. */
  route: string
  query: string
  body: Record<string, unknown>
  headers: IncomingMessage['headers']
}
export type Peer = Awaited<ReturnType<typeof startPeer>>

const ID = /[0-9a-f-]{36}/

/** A server of the contract on loopback, with its whole memory in the hand of the test. */
export async function startPeer({ sockets = true } = {}) {
  const settings = { lifetime: 3_600_000, retryAfter: 0 }
  const tickets = openTickets()
  const visitors = openVisitors(() => settings.lifetime)
  const asked: Asked[] = []
  const faults: { route: string; fault: Fault }[] = []
  const done = new Map<string, unknown>()
  let running: { http: HttpServer; io: Server | undefined; port: number } | undefined

  const problem = (error: unknown) => {
    const code = error instanceof Refused ? error.code : 'internal'
    return { code, status: FAILURES[code].status, detail: String(error), retryAfter: settings.retryAfter || undefined }
  }
  const faultOf = (route: string) => {
    const at = faults.findIndex((one) => one.route === route)
    return at < 0 ? undefined : faults.splice(at, 1)[0]?.fault
  }
  const post = (who: string, ticketId: unknown, draft: object) => {
    const [message, isNew] = tickets.post(who === 'agent' ? 'agent' : 'customer', ticketId, draft)
    if (isNew) running?.io?.emit('new_message', message)
    return message
  }
  const answer = ({ route, query, body, headers }: Asked, id: string | undefined): unknown => {
    const token = headers.authorization?.slice(7)
    if (route === 'POST /api/visitors') return visitors.open(headers['x-shop-key'], body)
    if (route === 'GET /api/widget') return { shop: { name: 'Maison Perle', locale: 'fr' } }
    const who = visitors.whoIs(token)
    if (route === 'DELETE /api/visitors/current') return visitors.tokens.delete(token ?? '')
    if (route === 'POST /api/tickets') return tickets.create(who, body)
    if (route === 'GET /api/tickets/:id') return tickets.whole(id)
    if (route === 'GET /api/tickets/:id/messages') return tickets.list(id, new URLSearchParams(query))
    if (route === 'POST /api/tickets/:id/messages') return post(who, id, body)
    if (route === 'PUT /api/tickets/:id/read') return tickets.read(id, body.seq)
    if (route === 'PUT /api/tickets/:id/delivered') return tickets.delivered(id, body.seq)
    throw new Refused('not_found')
  }
  const answerOnce = (call: Asked, id: string | undefined) => {
    const key = `${call.route} ${call.headers['idempotency-key'] ?? asked.length}`
    if (!done.has(key)) done.set(key, answer(call, id))
    return done.get(key)
  }
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://peer')
    const route = `${request.method} ${url.pathname.replace(ID, ':id')}`
    const call = { route, query: url.search, body: await bodyOf(request), headers: request.headers }
    asked.push(call)
    const fault = faultOf(route)
    try {
      if (fault && fault !== 'lost') throw new Refused(fault)
      const found = answerOnce(call, ID.exec(url.pathname)?.[0])
      if (fault) request.socket.destroy()
      else response.end(JSON.stringify(found))
    } catch (error) {
      const body = problem(error)
      response.writeHead(body.status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(body))
    }
  }
  /** Starts it, again at the same address. */
  const start = async () => {
    const http = createServer(onRequest)
    const io = sockets ? openSockets(http, { tickets, visitors, asked, faultOf, post, problem }) : undefined
    await new Promise<void>((resolve) => http.listen(running?.port ?? 0, '127.0.0.1', resolve))
    running = { http, io, port: portOf(http) }
  }
  const stop = async () => {
    running?.io?.disconnectSockets(true)
    running?.http.closeAllConnections()
    await new Promise((resolve) => running?.http.close(resolve))
  }
  await start()
  return {
    url: `http://127.0.0.1:${running ? portOf(running.http) : 0}`,
    asked,
    settings,
    tickets,
    visitors,
    post,
    start,
    stop,
    io: () => running?.io,
    fail: (route: string, ...meets: Fault[]) => faults.push(...meets.map((fault) => ({ route, fault }))),
    count: (route: string) => asked.filter((one) => one.route === route).length,
  }
}

const portOf = (http: HttpServer): number => {
  const address = http.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text ? JSON.parse(text) : {}
}
