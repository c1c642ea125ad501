import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import type { FailureCode, Message } from '../../contract/index.ts'
import { type openTickets, type openVisitors, Refused } from './counter.ts'
import type { Asked } from './peer.ts'

interface Memory {
  tickets: ReturnType<typeof openTickets>
  visitors: ReturnType<typeof openVisitors>
  asked: Asked[]
  faultOf(route: string): FailureCode | 'lost' | undefined
  post(who: string, ticketId: unknown, draft: object): Message
  problem(error: unknown): object
}

interface Input {
  ticketId?: string
  seq?: number
}

/** The live side of the peer. Everybody hears everything: who may hear what is the server's own to test. */
export function openSockets(http: HttpServer, memory: Memory): Server {
  const { tickets, visitors, asked, faultOf, post, problem } = memory
  const io = new Server(http)
  io.use((socket, next) => {
    asked.push({ route: 'handshake', query: '', body: socket.handshake.auth, headers: {} })
    try {
      meet(faultOf('handshake'))
      socket.data.who = visitors.whoIs(socket.handshake.auth.token)
      next()
    } catch (error) {
      next(Object.assign(new Error('refused'), { data: problem(error) }))
    }
  })
  const handle = (who: string, event: string, { ticketId, seq, ...draft }: Input): object => {
    if (event === 'join_ticket') return { ticket: tickets.find(ticketId).ticket }
    if (event === 'send_message') return { message: post(who, ticketId, draft) }
    if (event === 'mark_read') tickets.read(ticketId, seq)
    if (event === 'mark_delivered') tickets.delivered(ticketId, seq)
    return {}
  }
  io.on('connection', (socket) => {
    socket.onAny((event: string, input: Input, answer: (ack: object) => void = () => {}) => {
      asked.push({ route: event, query: '', body: { ...input }, headers: {} })
      const fault = faultOf(event)
      try {
        meet(fault)
        const result = handle(socket.data.who, event, input)
        if (fault) socket.conn.close()
        else answer({ ok: true, ...result })
      } catch (error) {
        answer({ ok: false, ...problem(error) })
      }
    })
  })
  return io
}

function meet(fault: FailureCode | 'lost' | undefined): void {
  if (fault && fault !== 'lost') throw new Refused(fault)
}
