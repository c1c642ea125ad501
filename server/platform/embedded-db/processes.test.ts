import { expect, test, vi } from 'vitest'
import { ask, newDataDir, postmasterPid, start, usedDataDir } from './testing/databases.ts'
import { newMember } from './testing/members.ts'

vi.setConfig({ testTimeout: 60_000 })

test('a process that has stopped its database ends by itself', async () => {
  const dataDir = await newDataDir()
  const member = await newMember({ dataDir })
  expect(await ask(member.url, 'select 1')).toBe(1)
  expect(await member.stop()).toBe(0)
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('a process that was refused ends by itself too', async () => {
  const dataDir = await usedDataDir()
  const server = await newMember({ dataDir, exclusive: true })
  const second = await newMember({ dataDir, exclusive: true })
  expect(second.said.refused).toBe(
    `CannotStart: Another Comptoir server (process ${server.pid}) is already running on DATA_DIR ${dataDir}; stop it, or set another DATA_DIR.`,
  )
  expect(await second.stop()).toBe(0)
  expect(await ask(server.url, 'select 1')).toBe(1)
})

test('the PostgreSQL of a killed server goes on, and the next server takes it over at once', async () => {
  const dataDir = await usedDataDir()
  const server = await newMember({ dataDir, exclusive: true })
  await ask(server.url, "create table messages as select 'Where is my parcel?' as text")
  const running = await postmasterPid(dataDir)
  await server.kill()

  const next = await start({ dataDir, exclusive: true })
  expect(await postmasterPid(dataDir)).toBe(running)
  expect(await ask(next.url, 'select text from messages')).toBe('Where is my parcel?')
  await next.stop()
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('what was stored survives when the server and PostgreSQL are killed together', async () => {
  const dataDir = await usedDataDir()
  const server = await newMember({ dataDir, exclusive: true })
  await ask(server.url, "create table messages as select 'Where is my parcel?' as text")
  process.kill((await postmasterPid(dataDir)) ?? 0, 'SIGKILL')
  await server.kill()

  const next = await start({ dataDir, exclusive: true })
  expect(await ask(next.url, 'select text from messages')).toBe('Where is my parcel?')
})

test('Ctrl-C in the terminal leaves PostgreSQL running until the server itself stops it', async () => {
  const dataDir = await usedDataDir()
  const server = await newMember({ dataDir, exclusive: true })
  process.kill(-server.pid, 'SIGINT')
  expect(await server.hear()).toEqual({ interrupted: true })
  expect(await ask(server.url, 'select 1')).toBe(1)
  expect(await server.stop()).toBe(0)
  expect(await postmasterPid(dataDir)).toBeUndefined()
})

test('processes that come and go at once always find a database, and leave none behind', async () => {
  const dataDir = await newDataDir()
  const visit = async () => {
    const member = await newMember({ dataDir })
    expect(await ask(member.url, 'select 1')).toBe(1)
    expect(await member.stop()).toBe(0)
  }
  await Promise.all([visit().then(visit), visit().then(visit), visit().then(visit)])
  expect(await postmasterPid(dataDir)).toBeUndefined()
})
