import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * How bytes travel. `pass`: as they come. `cut`: every connection is ended, and new ones too. `mute`: what the server
 * answers is swallowed. `hole`: nothing arrives either way, and nobody is told. A number: so many ms late, either way.
 */
export type Travel = 'pass' | 'cut' | 'mute' | 'hole' | number

export interface Proxy {
  port: number
  /** From now on, for those that are open too; what was swallowed does not come back. */
  travel(how: Travel): void
  /** Which of its servers it leads to, in turn. One that does not take the connection is passed over. */
  lead(ports: readonly number[]): void
  close(): Promise<void>
}

/** Stands on loopback before servers of one kind, as a network and a balancer do. */
export async function openProxy(ports: readonly number[]): Promise<Proxy> {
  let how: Travel = 'pass'
  let targets = ports
  let turn = 0
  const pairs = new Map<Socket, { target: number; end(): void }>()

  const carry = (from: Socket, to: Socket, answers: boolean) => {
    from.on('data', (bytes) => {
      if (how === 'hole' || (how === 'mute' && answers)) return
      if (typeof how !== 'number') {
        if (!to.write(bytes)) from.pause()
        return
      }
      setTimeout(() => to.writable && to.write(bytes), how)
    })
    to.on('drain', () => from.resume())
  }
  const reach = async (left = targets.length): Promise<{ server: Socket; target: number } | null> => {
    if (left === 0) return null
    const target = targets[turn++ % targets.length] ?? 0
    const server = connect(target, '127.0.0.1').setNoDelay()
    try {
      await once(server, 'connect')
      return { server, target }
    } catch {
      // Nobody listens there at the moment.
      return reach(left - 1)
    }
  }
  const meet = async (client: Socket) => {
    client.on('error', () => client.destroy())
    const reached = how === 'cut' ? null : await reach()
    if (!reached || client.destroyed) {
      reached?.server.destroy()
      client.destroy()
      return
    }
    const { server, target } = reached
    const end = () => {
      pairs.delete(client)
      client.destroy()
      server.destroy()
    }
    pairs.set(client, { target, end })
    server.on('error', end)
    for (const side of [client, server]) side.on('close', () => how !== 'hole' && end())
    carry(client, server, false)
    carry(server, client, true)
    client.resume()
  }
  const listener = createServer({ pauseOnConnect: true, noDelay: true }, (client) => void meet(client))
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const endAll = (which: (target: number) => boolean = () => true) => {
    for (const { target, end } of [...pairs.values()]) if (which(target)) end()
  }
  return {
    port: (listener.address() as AddressInfo).port,
    travel(next) {
      // Connections that have lost bytes are of no use any more.
      const broken = how === 'hole' || how === 'mute'
      how = next
      if (next === 'cut' || (broken && next !== 'hole' && next !== 'mute')) endAll()
    },
    lead(next) {
      targets = next
      endAll((target) => !next.includes(target))
    },
    async close() {
      endAll()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
