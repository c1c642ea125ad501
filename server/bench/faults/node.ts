import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { soon } from './patience.ts'

const PROGRAM = join(process.cwd(), 'server', 'dist', 'cli.js')

/** A server of the built program, in a process of its own, which can be killed and started again at the same port. */
export interface Node {
  port: number
  start(): Promise<void>
  /** Sends a signal and waits for the end, where the signal means one. */
  kill(signal: NodeJS.Signals): Promise<void>
}

export async function newNode(home: string, env: Record<string, string>): Promise<Node> {
  const port = await freePort()
  let child: ChildProcess | undefined
  const hasEnded = () => !child || child.exitCode !== null || child.signalCode !== null
  const kill = async (signal: NodeJS.Signals) => {
    if (!child || hasEnded()) return
    const ended = once(child, 'exit')
    child.kill(signal)
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await ended
  }
  return {
    port,
    kill,
    async start() {
      const { PATH = '', HOME = '' } = process.env
      const dirs = { DATA_DIR: home, LOG_DIR: home }
      const usual = { HOST: '127.0.0.1', PORT: String(port), DEMO: 'false', LOG_LEVEL: 'warn', DRAIN_SECONDS: '3' }
      child = spawn(process.execPath, [PROGRAM, 'serve'], {
        env: { PATH, HOME, ...dirs, ...usual, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let words = ''
      const hear = (bytes: Buffer) => {
        words = (words + bytes).slice(-2_000)
      }
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      await soon(`a server on port ${port}`, async () => {
        if (hasEnded()) throw new Error(`The server on port ${port} did not start: ${words}`)
        return isReady(port)
      })
    },
  }
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
