import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedDatabase } from '../../platform/embedded-db/index.ts'
import { runHono, runSocketIo, runWs } from './floors.ts'
import { runGenerator } from './generator.ts'
import { type Options, runLoad } from './load.ts'
import { runServer } from './product.ts'

/*
 * `npm run load`: how many messages a second are acknowledged, stored and delivered, what an idle connection costs, and how
 * fast everybody is back after a kill; beside what the bare libraries do with it, in processes of their own, in the same run.
 */

/** Every part is this program again, under another role. */
const ROLES: Record<string, () => void> = {
  server: runServer,
  hono: runHono,
  io: runSocketIo,
  ws: runWs,
  generator: runGenerator,
}

const { values } = parseArgs({
  options: {
    role: { type: 'string' },
    only: { type: 'string', default: 'floors,messages,memory,storm' },
    chats: { type: 'string', default: '250' },
    shops: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '15' },
    idle: { type: 'string', default: '10000' },
    returning: { type: 'string', default: '5000' },
  },
})

const role = values.role === undefined ? undefined : ROLES[values.role]
if (role) role()
else
  await run({
    parts: new Set(values.only.split(',')),
    chats: Number(values.chats),
    shops: Number(values.shops),
    seconds: Number(values.seconds),
    idle: Number(values.idle),
    returning: Number(values.returning),
  })

async function run(options: Options): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir })
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(signal)))
  })
  try {
    await Promise.race([runLoad(database.url, options), stopped])
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  process.exit()
}
