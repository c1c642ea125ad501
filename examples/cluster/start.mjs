// Two servers behind a balancer, on this machine: node examples/cluster/start.mjs

import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildWhatIsMissing } from '../../server/build.mjs'
import { openBalancer } from './balancer.mjs'
import { openServer } from './server.mjs'

const say = (line) => process.stdout.write(`${line}\n`)

const problem = await buildWhatIsMissing()
if (problem) {
  process.stderr.write(`${problem}\n`)
  process.exit(1)
}

const port = Number(process.env.PORT || 3000)
const dataDir = process.env.DATA_DIR || fileURLToPath(new URL('../../.data/cluster', import.meta.url))
const database = process.env.DATABASE_URL ? null : await embedded()
const servers = []
let isEnding = false

/** The PostgreSQL that both share is started once, here. */
async function embedded() {
  const { startEmbeddedDatabase } = await import('../../server/dist/embedded-db.js')
  return startEmbeddedDatabase({ dataDir })
}

function open(number) {
  const env = {
    DATABASE_URL: process.env.DATABASE_URL || database.url,
    DATA_DIR: dataDir,
    LOG_DIR: `${dataDir}/logs-${number}`,
    FRONTEND_URL: process.env.FRONTEND_URL || `http://localhost:${port}`,
    DRAIN_SECONDS: process.env.DRAIN_SECONDS || '3',
  }
  servers.push(openServer({ name: `server ${number}`, port: port + number, env, say }))
}

const becomesReady = async (server) => {
  while (!balancer.isReady(server) && !isEnding) await pause(50)
}

/** As a deploy does it: one after the other, and the next when the one before is back. */
async function restartAll() {
  for (const server of servers) {
    if (isEnding) return
    await server.restart()
    await becomesReady(server)
  }
  say('every server has been restarted')
}

async function end() {
  if (isEnding) return
  isEnding = true
  balancer.close()
  await Promise.all(servers.map((server) => server.stop()))
  await database?.stop()
  process.exit()
}

const balancer = openBalancer(servers, port)
let restarting = Promise.resolve()
process.on('SIGHUP', () => {
  restarting = restarting.then(restartAll)
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end())

// The first brings the database to the present form, and makes the demo shop.
for (const number of [1, 2]) {
  open(number)
  await becomesReady(servers[number - 1])
}
if (!isEnding) {
  say(`\nThe cluster is open at http://localhost:${port}`)
  say(`kill -HUP ${process.pid} restarts its servers one after the other; Ctrl-C stops it.`)
}
