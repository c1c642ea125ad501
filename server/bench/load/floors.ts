import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'
import { gauges } from './gauge.ts'
import { answerAsked } from './process.ts'

const portOf = async (server: { once: HttpServer['once']; address(): unknown }): Promise<number> => {
  await once(server as HttpServer, 'listening')
  return (server.address() as AddressInfo).port
}

/** The least that a server could do for a message: one route, one INSERT, committed before the answer. */
export function runHono(): void {
  answerAsked({
    ...gauges,
    async start({ url }: { url: string }) {
      const pool = new pg.Pool({ connectionString: url, max: 10 })
      await pool.query(
        'CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, ticket text, message text, created_at timestamptz DEFAULT now())',
      )
      const app = new Hono().post('/bare', async (c) => {
        const { ticket, message } = await c.req.json()
        const { rows } = await pool.query('INSERT INTO bare (ticket, message) VALUES ($1, $2) RETURNING *', [
          ticket,
          message,
        ])
        return c.json(rows[0], 201)
      })
      return portOf(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as HttpServer)
    },
  })
}

/** Socket.IO as it comes: what is said is said back, and nothing is kept. */
export function runSocketIo(): void {
  answerAsked({
    ...gauges,
    async start() {
      const http = createServer()
      const io = new Server(http, { serveClient: false, perMessageDeflate: false })
      io.on('connection', (socket) => {
        socket.on('send_message', (message: unknown, answer: (ack: unknown) => void) => answer({ ok: true, message }))
      })
      http.listen(0, '127.0.0.1')
      return portOf(http)
    },
  })
}

export function runWs(): void {
  answerAsked({
    ...gauges,
    async start() {
      const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
      server.on('connection', (socket) => socket.on('message', (data) => socket.send(data, { binary: false })))
      return portOf(server as unknown as HttpServer)
    },
  })
}
