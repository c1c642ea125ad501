// How long a start takes, from the command to the first good answer; the floor is Node.js itself with nothing to do.
//   node server/bench/start.mjs [starts, 5 when left out]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const GOAL = 3_000
const PROGRAM = fileURLToPath(new URL('../comptoir.mjs', import.meta.url))

const home = mkdtempSync(join(tmpdir(), 'comptoir-bench-'))
// As root, PostgreSQL runs as another user, who must be able to enter.
chmodSync(home, 0o755)
const port = await freePort()

const first = await startAndStop()
const runs = []
for (let left = Number(process.argv[2] ?? 5); left > 0; left--)
  runs.push({ ...(await startAndStop()), floor: await bareStart() })
rmSync(home, { recursive: true })

console.table({
  'first start: a new database, the demo shop': { ms: first.answer },
  'start to first answer': { ms: median('answer'), floor: median('floor'), goal: GOAL },
  'SIGTERM to the end of server and PostgreSQL': { ms: median('end') },
})

/** One start of the built program, and its end, in milliseconds. */
async function startAndStop() {
  const env = {
    ...process.env,
    DATA_DIR: home,
    LOG_DIR: home,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: '',
    DB_HOST: '',
  }
  const begin = performance.now()
  const server = spawn(process.execPath, [PROGRAM, 'serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(server, 'exit')
  while (!(await answers())) {
    if (server.exitCode !== null) throw new Error('the server did not start')
    await pause(5)
  }
  const answer = Math.round(performance.now() - begin)
  const told = performance.now()
  server.kill('SIGTERM')
  await ended
  return { answer, end: Math.round(performance.now() - told) }
}

async function bareStart() {
  const begin = performance.now()
  await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit')
  return Math.round(performance.now() - begin)
}

async function answers() {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    // Nobody listens yet.
    return false
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await once(server.close(), 'close')
  return port
}

function median(name) {
  const sorted = runs.map((run) => run[name]).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
