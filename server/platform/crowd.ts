import type { IncomingMessage } from 'node:http'
import type { Io } from './live.ts'
import type { Log } from './log.ts'

/** How often is looked, in ms. */
const ROUND = 1_000
/** Whoever has opened a connection says within this time who they are … */
const SILENCE = 2_000
/** … or is one of so many of their address. */
const MOST_SILENT = 20
/** What a client has not read yet, in characters and in packets: beyond this it is cut, and resumes by `seq`. */
const MOST_UNREAD = 4_000_000
const MOST_PACKETS = 5_000

/** What is waiting to be written; the engine's own types keep it to themselves. */
interface Conn {
  writeBuffer: { data?: unknown }[]
  close(discard?: boolean): void
}

interface Silent {
  address: string
  since: number
  close(): void
}

/** Sends away who opens connections and says nothing, and who does not read. Answers the function that stops it. */
export function watchCrowd(io: Io, addressOf: (request: IncomingMessage) => string, log: Log): () => void {
  const silent = new Map<string, Silent>()
  io.engine.on('connection', (conn) => {
    silent.set(conn.id, { address: addressOf(conn.request), since: performance.now(), close: () => conn.close(true) })
    conn.once('data', () => silent.delete(conn.id))
    conn.once('close', () => silent.delete(conn.id))
  })
  const timer = setInterval(() => {
    for (const { close } of tooMany(silent.values(), performance.now())) close()
    for (const { id, conn, data } of io.of('/').sockets.values()) {
      if (!isBehind(conn as unknown as Conn)) continue
      log.info({ socket: id, shopId: data.actor.shopId }, 'a client that did not read was cut')
      // Without waiting for what is unread to be written.
      ;(conn as unknown as Conn).close(true)
    }
  }, ROUND).unref()
  return () => clearInterval(timer)
}

function tooMany(silent: Iterable<Silent>, now: number): Silent[] {
  const counts = new Map<string, number>()
  return [...silent].filter(({ address, since }) => {
    if (now - since < SILENCE) return false
    const count = (counts.get(address) ?? 0) + 1
    counts.set(address, count)
    return count > MOST_SILENT
  })
}

function isBehind({ writeBuffer }: Conn): boolean {
  if (writeBuffer.length > MOST_PACKETS) return true
  let unread = 0
  for (const { data } of writeBuffer) unread += typeof data === 'string' ? data.length : 0
  return unread > MOST_UNREAD
}
