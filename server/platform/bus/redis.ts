import { createHash } from 'node:crypto'
import { createClient } from '@redis/client'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import type { Log } from '../log.ts'
import { type Bus, Health } from './bus.ts'

/** How long a push stays in Redis, in ms: long enough for a reader who was away for a moment. */
const KEPT = 60_000
const TEND = 10_000
const LONGEST_PAUSE = 2_000

const settings = {
  commandsQueueMaxLength: 10_000,
  pingInterval: 5_000,
  socket: {
    connectTimeout: 5_000,
    // A line that is dead without saying so. A reader hears at least every 5 seconds that there is nothing.
    socketTimeout: 15_000,
    reconnectStrategy: (tries: number) => Math.min(LONGEST_PAUSE, 50 * 2 ** tries) * (0.5 + Math.random() / 2),
  },
}

/** Pushes through a Redis stream. `secret` tells this installation from others that share the Redis. */
export function redisBus(url: string, secret: string, log: Log): Bus {
  const health = new Health('Redis', log)
  const streamName = `comptoir:${createHash('sha256').update(`bus ${secret}`).digest('hex').slice(0, 16)}`
  // Without a queue: what cannot be published at once is not published, and whoever waits for it is told to catch up.
  const publisher = createClient({ ...settings, url, disableOfflineQueue: true })
  const clients: Line[] = [publisher]
  const watch = (client: Line) => {
    client.on('error', (error: unknown) => health.broke(error))
    client.on('ready', () => clients.every(({ isReady }) => isReady) && health.mended())
  }
  const publish = publisher.xAdd.bind(publisher)
  const duplicate = publisher.duplicate.bind(publisher)
  Object.assign(publisher, {
    // The adapter pushes to its own sockets when this has answered: they need not wait for Redis.
    xAdd: async (...given: Parameters<typeof publish>) => {
      publish(...given).catch((error: unknown) => health.broke(error))
      return ''
    },
    duplicate: () => {
      // The reader waits in the queue: the adapter reads again at once where a read fails.
      const client = duplicate({ disableOfflineQueue: false })
      clients.push(client)
      watch(client)
      const connect = client.connect.bind(client)
      // It fails only when it is closed before Redis has ever answered; the adapter listens to neither.
      return Object.assign(client, {
        connect: () => connect().catch(() => client),
        disconnect: async () => end(client),
      })
    },
  })
  watch(publisher)
  publisher.connect().catch((error: unknown) => log.debug({ err: error }, 'Redis has never answered'))

  /** Removes what is old; and says something, since a reader who has heard nothing yet misses what is said between two reads. */
  const tend = async () => {
    if (!publisher.isReady) return
    await publish(streamName, '*', { uid: 'tend', nsp: '/', type: '2' })
    const now = Number(await publisher.time())
    await publisher.xTrim(streamName, 'MINID', now - KEPT)
    await publisher.pExpire(streamName, KEPT)
  }
  const tendQuietly = () =>
    void tend().catch((error: unknown) => log.debug({ err: error }, 'Redis could not be tended'))
  publisher.on('ready', tendQuietly)
  const timer = setInterval(tendQuietly, TEND).unref()

  return {
    adapter: createAdapter(publisher, { streamName, channelPrefix: streamName }),
    health,
    async close() {
      clearInterval(timer)
      for (const client of clients) end(client)
    },
  }
}

interface Line {
  isOpen: boolean
  isReady: boolean
  on(event: string, listener: (error: unknown) => void): unknown
  destroy(): void
}

function end(client: Line): void {
  if (client.isOpen) client.destroy()
}
