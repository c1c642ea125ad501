import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A port on 127.0.0.1 that is free now; the preferred one if it is.
 * Chosen below the range from which systems take ports for outgoing connections: one of those could sit on ours
 * just when PostgreSQL has to come back on it.
 */
export async function freePort(preferred?: number): Promise<number> {
  for (let attempt = 0, port = preferred; attempt < 100; attempt += 1, port = undefined) {
    const candidate = port ?? randomInt(15_000, 32_000)
    if (await isFree(candidate)) return candidate
  }
  throw new Error('Expected a free port on 127.0.0.1 between 15000 and 32000, found none in 100 attempts.')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
