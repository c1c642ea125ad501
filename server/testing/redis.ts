import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe } from 'vitest'

const found = spawnSync('redis-server', ['--version']).status === 0
if (!found && process.env.CI === 'true') throw new Error('There is no redis-server, and in CI there must be.')
if (!found) process.stderr.write('\nSKIPPED: tests with Redis, since there is no redis-server here.\n\n')

/** Tests that need Redis; skipped, loudly, where there is none. */
export const describeWithRedis = describe.skipIf(!found)

export interface TestRedis {
  url: string
  /** As when its machine goes down: nothing is left of what it held. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** A Redis of one's own on a port of its own, without a disk. */
export async function openRedis(): Promise<TestRedis> {
  const port = await freePort()
  let child = await launch(port)
  return {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    async start() {
      child = await launch(port)
    },
  }
}

async function launch(port: number) {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', '/tmp'])
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
      if (said.includes('Ready to accept connections')) resolve()
    })
    child.once('exit', () => reject(new Error(`redis-server ended: ${said}`)))
  })
  return child
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
