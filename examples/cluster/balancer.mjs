import { connect, createServer } from 'node:net'

const LOOK = 250
const PATIENCE = 1_000

/**
 * Passes each connection on to the next server that says it is ready, byte by byte: requests and WebSockets alike. What
 * any balancer does, with a health check on /readyz and no stickiness.
 */
export function openBalancer(servers, port) {
  const ready = new Set()
  let turn = 0

  const look = async (server) => {
    try {
      const { ok } = await fetch(`${server.url}/readyz`, { signal: AbortSignal.timeout(PATIENCE) })
      if (ok) ready.add(server)
      else ready.delete(server)
    } catch {
      // It does not answer: then it is not ready.
      ready.delete(server)
    }
  }
  const pass = (client, [server, ...others]) => {
    if (!server) return client.destroy()
    const upstream = connect(server.port, '127.0.0.1')
    const fail = () => {
      ready.delete(server)
      pass(client, others)
    }
    upstream.once('error', fail)
    upstream.once('connect', () => {
      upstream.off('error', fail)
      join(client, upstream)
    })
  }
  const listener = createServer({ pauseOnConnect: true }, (client) => {
    client.on('error', () => client.destroy())
    turn += 1
    pass(client, [...ready, ...ready].slice(turn % (ready.size || 1)).slice(0, ready.size))
  })
  const timer = setInterval(() => servers.forEach(look), LOOK)
  listener.listen(port, '127.0.0.1')
  return {
    isReady: (server) => ready.has(server),
    close() {
      clearInterval(timer)
      listener.close()
    },
  }
}

function join(client, upstream) {
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ]) {
    one.pipe(other)
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}
