import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** As it was built when the cluster was started. */
const PROGRAM = fileURLToPath(new URL('../../server/dist/cli.js', import.meta.url))
const BEFORE_ANOTHER_TRY = 500

/** One server of the cluster. It is started again whenever it ends by itself, as whoever runs servers would do. */
export function openServer({ name, port, env, say }) {
  const url = `http://127.0.0.1:${port}`
  let child
  let isWanted = true
  const launch = () => {
    child = spawn(process.execPath, [PROGRAM, 'serve'], {
      env: { ...process.env, ...env, PORT: String(port), HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    // The log is in a file; the words for people are ours to pass on.
    child.stdout.setEncoding('utf8').on('data', (text) => {
      for (const line of text.split('\n')) if (line.startsWith('  ') || line.startsWith('Sign in')) say(line)
    })
    child.once('exit', async (code, signal) => {
      say(`${name}: ended with ${signal ?? code}`)
      await pause(BEFORE_ANOTHER_TRY)
      if (isWanted) launch()
    })
    say(`${name}: process ${child.pid} at ${url}`)
  }
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  launch()
  return {
    url,
    port,
    pid: () => child.pid,
    /** Told to end, it moves its clients to the others, and comes back as another process. */
    restart: end,
    async stop() {
      isWanted = false
      await end()
    },
  }
}
