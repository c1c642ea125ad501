import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { CannotStart } from '../../cannot-start.ts'
import { startEmbeddedDatabase } from './index.ts'
import { ask, HASTY, newDataDir, postmasterPid, start, usedDataDir } from './testing/databases.ts'

vi.setConfig({ testTimeout: 60_000 })

test('what was stored is there after a stop and a new start, on the same port', async () => {
  const dataDir = await newDataDir()
  const first = await start({ dataDir })
  await ask(first.url, "create table orders as select 'a pearl necklace' as item")
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  expect(await postmasterPid(dataDir)).toBeUndefined()

  const second = await start({ dataDir })
  expect(await ask(second.url, 'select item from orders')).toBe('a pearl necklace')
  expect(second.url).toBe(first.url)
})

test('it listens on loopback only, with a password, durably, in Unicode', async () => {
  const dataDir = await newDataDir()
  const { url } = await start({ dataDir, settings: {} })
  const setting = (name: string) => ask(url, `show ${name}`)
  expect(await setting('listen_addresses')).toBe('127.0.0.1')
  expect(await setting('fsync')).toBe('on')
  expect(await setting('synchronous_commit')).toBe('on')
  expect(await setting('data_checksums')).toBe('on')
  expect(await setting('server_encoding')).toBe('UTF8')
  expect(await ask(url, "select lower('ÉTÉ À NOËL')")).toBe('été à noël')
  expect(await ask(url, "select to_tsvector('simple', 'l’été')::text")).toBe("'l':1 'été':2")
})

test('only who reads the password file gets in, and not as a superuser', async () => {
  const dataDir = await usedDataDir()
  const { url } = await start({ dataDir })
  const file = join(dataDir, 'postgres.password')
  const password = (await readFile(file, 'utf8')).trim()
  expect((await stat(file)).mode & 0o077).toBe(0)
  expect(new URL(url).password).toBe(password)

  await expect(ask(url.replace(password, 'guessed'), 'select 1')).rejects.toThrow('password authentication failed')
  await expect(ask(url.replace('//comptoir:', '//postgres:'), 'select 1')).rejects.toThrow('no pg_hba.conf entry')
  expect(await ask(url, "select current_setting('is_superuser')")).toBe('off')
  expect(await ask(url, 'create extension pg_trgm')).toBeUndefined()
})

test('whoever leaves last stops PostgreSQL', async () => {
  const dataDir = await usedDataDir()
  const server = await start({ dataDir, exclusive: true })
  const tool = await start({ dataDir })
  expect(tool.url).toBe(server.url)
  await server.stop()
  expect(await ask(tool.url, 'select 1')).toBe(1)
  await tool.stop()
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('a second server is refused, and the first is not disturbed', async () => {
  const dataDir = await usedDataDir()
  const first = await start({ dataDir, exclusive: true })
  await expect(start({ dataDir, exclusive: true })).rejects.toEqual(
    new CannotStart(
      `Another Comptoir server (process ${process.pid}) is already running on DATA_DIR ${dataDir}; stop it, or set another DATA_DIR.`,
    ),
  )
  expect(await ask(first.url, 'select 1')).toBe(1)
  await first.stop()
  expect(await postmasterPid(dataDir)).toBeUndefined()

  const next = await start({ dataDir, exclusive: true })
  expect(await ask(next.url, 'select 1')).toBe(1)
})

test('two first starts at the same moment make one cluster', async () => {
  const dataDir = await newDataDir()
  const [one, other] = await Promise.all([start({ dataDir }), start({ dataDir })])
  expect(other.url).toBe(one.url)
  await ask(one.url, 'create table shops as select 1')
  expect(await ask(other.url, 'select count(*)::int from shops')).toBe(1)
})

test('what a killed first start left is swept away, what another first start is making is not', async () => {
  const dataDir = await newDataDir()
  const dead = spawn('true')
  await once(dead, 'exit')
  await mkdir(join(dataDir, `postgres.new-${dead.pid}-0a1b2c3d`, 'base'), { recursive: true })
  await mkdir(join(dataDir, `postgres.new-${process.pid}-0a1b2c3d`, 'base'), { recursive: true })
  await start({ dataDir })
  expect((await readdir(dataDir)).filter((name) => name.includes('.new-'))).toEqual([
    `postgres.new-${process.pid}-0a1b2c3d`,
  ])
})

test('who comes while the last one leaves finds a database that works', async () => {
  const dataDir = await usedDataDir()
  let present = await start({ dataDir })
  for (let round = 0; round < 10; round += 1) {
    const [next] = await Promise.all([start({ dataDir }), present.stop()])
    expect(await ask(next.url, 'select 1')).toBe(1)
    present = next
  }
  await present.stop()
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('all leaving at once stops PostgreSQL', async () => {
  const dataDir = await usedDataDir()
  const members = [await start({ dataDir }), await start({ dataDir }), await start({ dataDir })]
  await Promise.all(members.map((member) => member.stop()))
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('a killed PostgreSQL comes back on the same address, for all who use it', async () => {
  const dataDir = await usedDataDir()
  const warnings: string[] = []
  const server = await start({ dataDir, exclusive: true, warn: (message) => warnings.push(message) })
  const tool = await start({ dataDir })
  await ask(server.url, 'create table tickets as select 83 as number')
  const killed = await postmasterPid(dataDir)
  process.kill(killed ?? 0, 'SIGKILL')

  await expect.poll(() => ask(server.url, 'select number from tickets').catch(String), { timeout: 30_000 }).toBe(83)
  expect(await postmasterPid(dataDir)).not.toBe(killed)
  expect(warnings).toContain('PostgreSQL has gone; bringing it back.')

  const memberships = "select count(*)::int from pg_locks where locktype = 'advisory' and mode = 'ShareLock'"
  await expect.poll(() => ask(server.url, memberships), { timeout: 30_000 }).toBe(2)
  await expect(start({ dataDir, exclusive: true })).rejects.toThrow('Another Comptoir server')
  await Promise.all([server.stop(), tool.stop()])
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('stopping right after PostgreSQL was killed leaves nothing behind', async () => {
  const dataDir = await usedDataDir()
  const database = await start({ dataDir })
  process.kill((await postmasterPid(dataDir)) ?? 0, 'SIGKILL')
  await database.stop()
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('stopping while PostgreSQL recovers from the crash of a connection stops it all the same', async () => {
  const dataDir = await usedDataDir()
  const database = await start({ dataDir })
  const backend = await ask(database.url, `select pid from pg_stat_activity where application_name like 'comptoir %'`)
  process.kill(Number(backend), 'SIGKILL')
  await database.stop()
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('a connection that an administrator cuts is made again', async () => {
  const dataDir = await usedDataDir()
  const database = await start({ dataDir })
  const ours = `from pg_stat_activity where application_name = 'comptoir ${process.pid}'`
  const cut = await ask(database.url, `select pid ${ours}`)
  await ask(database.url, `select pg_terminate_backend(${cut})`)
  await expect.poll(() => ask(database.url, `select pid ${ours} and pid <> ${cut}`)).toEqual(expect.any(Number))
  await database.stop()
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('what makes the directory unusable is said in a sentence', async () => {
  const parent = await newDataDir()
  await writeFile(join(parent, 'file'), '')
  await expect(start({ dataDir: join(parent, 'file') })).rejects.toThrow(/^DATA_DIR cannot be used: EEXIST/)
  await expect(start({ dataDir: join(parent, 'file', 'data') })).rejects.toThrow(/^DATA_DIR cannot be used: ENOTDIR/)

  await mkdir(join(parent, 'postgres', 'other things'), { recursive: true })
  await expect(start({ dataDir: parent })).rejects.toEqual(
    new CannotStart(
      `${join(parent, 'postgres')} exists but holds no PostgreSQL cluster; move it away, or set another DATA_DIR.`,
    ),
  )
})

test('a cluster of another major version is not touched', async () => {
  const dataDir = await usedDataDir()
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(startEmbeddedDatabase({ dataDir })).rejects.toEqual(
    new CannotStart(
      `The database in DATA_DIR ${dataDir} was made by PostgreSQL 17, but this Comptoir brings PostgreSQL 18; start the version it was made with, or set another DATA_DIR.`,
    ),
  )
})

test('a password that is lost or not the right one is named', async () => {
  const dataDir = await usedDataDir()
  const file = join(dataDir, 'postgres.password')
  await writeFile(file, 'another\n')
  await expect(start({ dataDir })).rejects.toThrow(`The password in ${file} is not that of the database beside it`)
  expect(await postmasterPid(dataDir)).toBeUndefined()
  await rm(file)
  await expect(start({ dataDir })).rejects.toThrow(`its password, ${file}, is missing`)
})

test('what PostgreSQL complains about is passed on', async () => {
  const dataDir = await newDataDir()
  await expect(start({ dataDir, settings: { ...HASTY, patience: 'endless' } })).rejects.toThrow(
    /^PostgreSQL could not start on .*: unrecognized configuration parameter "patience"\.$/,
  )
})
