import { chmod, chown, lstat, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, type TestContext, test, vi } from 'vitest'
import { type Account, run } from './run.ts'
import { ask, newDataDir, postmasterPid, start, usedDataDir } from './testing/databases.ts'
import { isRoot, newMember, ordinaryAccount } from './testing/members.ts'

vi.setConfig({ testTimeout: 60_000 })

describe.skipIf(!isRoot)('started by root', () => {
  const ownerOf = async (path: string) => (await stat(path)).uid

  test('PostgreSQL runs as another user, who cannot read the password', async () => {
    const dataDir = await newDataDir()
    await start({ dataDir })
    const pid = await postmasterPid(dataDir)
    expect(await ownerOf(`/proc/${pid}`)).not.toBe(0)
    expect(await ownerOf(join(dataDir, 'postgres'))).toBe(await ownerOf(`/proc/${pid}`))
    expect(await ownerOf(join(dataDir, 'postgres.password'))).toBe(0)
  })

  test('a directory that only root can enter leads to a cluster outside', async () => {
    const dataDir = await newDataDir(0o700)
    const first = await start({ dataDir })
    await ask(first.url, "create table orders as select 'a pearl necklace' as item")
    await first.stop()
    expect((await lstat(join(dataDir, 'postgres'))).isSymbolicLink()).toBe(true)
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log', 'postgres.password'])

    const second = await start({ dataDir })
    expect(await ask(second.url, 'select item from orders')).toBe('a pearl necklace')
  })

  test('two first starts in such a directory make one cluster', async () => {
    const dataDir = await newDataDir(0o700)
    const [one, other] = await Promise.all([start({ dataDir }), start({ dataDir })])
    expect(other.url).toBe(one.url)
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log', 'postgres.password'])
  })

  test('a cluster that root copied back from a backup works', async () => {
    const dataDir = await usedDataDir()
    const cluster = join(dataDir, 'postgres')
    expect((await run('chown', ['-R', '0:0', cluster])).ok).toBe(true)
    await chmod(cluster, 0o755)
    expect(await ask((await start({ dataDir })).url, 'select 1')).toBe(1)
  })
})

describe.skipIf(!isRoot)('started by an ordinary user', () => {
  let user: Account

  beforeEach(async (context: TestContext) => {
    const account = await ordinaryAccount()
    if (!account) return context.skip('the user nobody cannot reach this checkout')
    user = account
  })

  async function theirDataDir() {
    const dataDir = await newDataDir()
    await chown(dataDir, user.uid, user.gid)
    return dataDir
  }

  test('PostgreSQL runs as that user', async () => {
    const dataDir = await theirDataDir()
    const member = await newMember({ dataDir }, user)
    expect(await ask(member.url, 'select 1')).toBe(1)
    const pid = await postmasterPid(dataDir)
    expect((await stat(`/proc/${pid}`)).uid).toBe(user.uid)
    expect(await member.stop()).toBe(0)
    expect(await postmasterPid(dataDir)).toBeUndefined()
  })

  test('root works on it as that user too, and gives it back', async () => {
    const dataDir = await theirDataDir()
    expect(await (await newMember({ dataDir }, user)).stop()).toBe(0)
    await (await start({ dataDir })).stop()
    const again = await newMember({ dataDir }, user)
    expect(await ask(again.url, 'select 1')).toBe(1)
  })

  test('a directory that is not theirs to write is refused in a sentence', async () => {
    const dataDir = await newDataDir()
    const { said } = await newMember({ dataDir }, user)
    expect(said.refused).toBe(
      `CannotStart: DATA_DIR cannot be used: EACCES: permission denied, access '${dataDir}'; make ${dataDir} usable for this user, or set another DATA_DIR.`,
    )
    expect(await readdir(dataDir)).toEqual([])
  })

  test('a cluster of another user is refused in a sentence, and left as it was', async () => {
    const dataDir = await usedDataDir()
    await chown(dataDir, user.uid, user.gid)
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8')
    const { said } = await newMember({ dataDir }, user)
    expect(said.refused).toBe(
      `CannotStart: The database in ${join(dataDir, 'postgres')} belongs to another user; start Comptoir as that user or as root, or set another DATA_DIR.`,
    )
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toBe(log)
  })
})

test.skipIf(isRoot)('a directory that is not ours to write is refused in a sentence', async () => {
  const dataDir = await newDataDir(0o500)
  await expect(start({ dataDir })).rejects.toThrow(/^DATA_DIR cannot be used: EACCES/)
})
