import { Agent, get } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { Line } from './lines.ts'
import type { Visitor } from './product.ts'

/** As the clients of Socket.IO wait between their tries, in ms. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 5_000

export interface Resumed {
  resumed: number
  /** Milliseconds since the call, and since the last fell. */
  slowest: number
  failures: number
}

interface Client extends Visitor {
  line: Line | undefined
}

/** Many clients who lose their server at once and come back by themselves, with what they missed. */
export function runStorm() {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  let clients: Client[] = []
  let port = 0
  let failures = 0

  async function come(client: Client): Promise<void> {
    client.line = await Line.open(port, { token: client.token })
    await client.line.ask('join_ticket', { ticketId: client.ticketId })
    await read(agent, port, client)
  }

  async function comeBack(client: Client): Promise<void> {
    for (let tries = 0; ; tries++) {
      const wait = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT)
      await pause(wait * (0.5 + Math.random()))
      try {
        return await come(client)
      } catch {
        failures++
      }
    }
  }

  return {
    async gather({ port: at, visitors }: { port: number; visitors: Visitor[] }): Promise<void> {
      port = at
      clients = visitors.map((visitor) => ({ ...visitor, line: undefined }))
      for (let place = 0; place < clients.length; place += 100)
        await Promise.all(clients.slice(place, place + 100).map(come))
    },
    /** Resolves when all that have fallen are back. Asked before the server is killed. */
    async awaitReturn(): Promise<Resumed> {
      const start = performance.now()
      failures = 0
      const returns = clients.map(
        (client) =>
          new Promise<number>((resolve) => {
            if (client.line) client.line.ended = () => comeBack(client).then(() => resolve(performance.now() - start))
          }),
      )
      const took = await Promise.all(returns)
      return { resumed: took.length, slowest: took.reduce((one, other) => Math.max(one, other), 0), failures }
    },
    disperse() {
      for (const { line } of clients.splice(0)) line?.close()
      agent.destroy()
    },
  }
}

function read(agent: Agent, port: number, { ticketId, token }: Visitor): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}` }
    const path = `/api/tickets/${ticketId}/messages?after=0`
    get({ port, host: '127.0.0.1', path, agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(String(answer.statusCode)))))
    }).on('error', reject)
  })
}
