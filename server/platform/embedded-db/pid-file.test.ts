import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ask, postmasterPid, readCluster, start, usedDataDir } from './testing/databases.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A cluster that was stopped, with its `postmaster.pid` put back as if it had been killed. */
async function killedCluster(change: (pidFile: string, uid: number) => string | Promise<string>) {
  const dataDir = await usedDataDir()
  const database = await start({ dataDir })
  const text = await readCluster(dataDir, 'postmaster.pid')
  await database.stop()
  const { uid } = await stat(join(dataDir, 'postgres'))
  const path = join(dataDir, 'postgres', 'postmaster.pid')
  await writeFile(path, await change(text, uid))
  return { dataDir, path }
}

/** A process that has nothing to do with PostgreSQL, yet belongs to the user PostgreSQL runs as. */
async function stranger(uid: number): Promise<number> {
  const child = spawn('sleep', ['600'], process.getuid?.() === uid ? {} : { uid })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  await once(child, 'spawn')
  return child.pid ?? 0
}

test('the file of a dead PostgreSQL does not keep the next from starting', async () => {
  const { dataDir } = await killedCluster((text) => text)
  expect(await ask((await start({ dataDir })).url, 'select 1')).toBe(1)
})

test('nor does one whose process id belongs to another program by now', async () => {
  const { dataDir } = await killedCluster(async (text, uid) => text.replace(/^\d+/, String(await stranger(uid))))
  expect(await postmasterPid(dataDir)).toBeUndefined()
  expect(await ask((await start({ dataDir })).url, 'select 1')).toBe(1)
})

test('nor does one whose process id belongs to the PostgreSQL of another DATA_DIR', async () => {
  const elsewhere = await usedDataDir()
  const other = await start({ dataDir: elsewhere })
  const { dataDir } = await killedCluster(async (text) => text.replace(/^\d+/, String(await postmasterPid(elsewhere))))
  const database = await start({ dataDir })
  expect(await ask(database.url, 'select 1')).toBe(1)
  expect(database.url).not.toBe(other.url)
})

test('nor does one that was never finished', async () => {
  const { dataDir, path } = await killedCluster(() => '')
  await utimes(path, 0, 0)
  expect(await ask((await start({ dataDir })).url, 'select 1')).toBe(1)
})

test('the port moves when another program has taken it', async () => {
  const dataDir = await usedDataDir()
  const first = await start({ dataDir })
  await first.stop()
  const taken = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
  onTestFinished(() => void taken.close())
  await once(taken, 'listening')
  const second = await start({ dataDir })
  expect(second.url).not.toBe(first.url)
  expect(await ask(second.url, 'select 1')).toBe(1)
})
