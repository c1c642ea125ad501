import { chmod, chown, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CannotStart } from '../../cannot-start.ts'
import { canUse } from './account.ts'
import type { Binaries } from './binaries.ts'
import { freshBeside, openGround } from './fresh.ts'
import { type Account, failedWith, gist, run } from './run.ts'

/** The only role that may connect, and its database. */
export const NAME = 'comptoir'

export interface Plan {
  /** Where the cluster is to be found, there or by a link. */
  home: string
  password: string
  account: Account | undefined
  binaries: Binaries
  /** Not synced to the disk. */
  hasty: boolean
}

/**
 * Makes the whole cluster aside and puts it in its place in one step: a start that dies half way, or two at once,
 * leave no half cluster. When something stands in that place already, it stays.
 */
export async function makeCluster(plan: Plan) {
  const nursery = await nurseryFor(plan)
  try {
    await initialise(nursery, plan)
    await createRole(nursery, plan)
    await writeFile(join(nursery, 'pg_hba.conf'), `host all ${NAME} 127.0.0.1/32 scram-sha-256\n`)
    await settle(nursery, plan.home)
  } catch (error) {
    await rm(nursery, { recursive: true })
    // Another process was faster; its cluster is the one.
    if (!failedWith(error, 'EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EPERM')) throw error
  }
}

async function nurseryFor({ home, account }: Plan): Promise<string> {
  const beside = await freshBeside(home)
  if (!account) return beside
  await chown(beside, account.uid, account.gid)
  if (await canUse(beside, account)) return beside
  await rm(beside, { recursive: true })
  // No copy under a temporary directory here, as there may be of the programs: those can be made again, a shop's tickets cannot.
  const ground = await openGround('/var/lib/comptoir')
  if (!ground) {
    throw new CannotStart(
      `PostgreSQL does not run as root, and its user cannot reach DATA_DIR ${dirname(home)}, nor could /var/lib/comptoir be made for it; set a DATA_DIR that other users can reach.`,
    )
  }
  const away = await mkdtemp(join(ground, 'cluster-'))
  await chown(away, account.uid, account.gid)
  return away
}

/** French typographic apostrophes only part words where the character types are Unicode's, so `C` comes last. */
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C']

/** Sorting and case are built into PostgreSQL, hence the same on every system; nobody can log in before roles are made. */
async function initialise(dir: string, { account, binaries, hasty }: Plan) {
  const options = ['-D', dir, '--username=postgres', '--auth=reject', '--encoding=UTF8', '--text-search-config=simple']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  let output = ''
  for (const type of CHARACTER_TYPES) {
    const args = [...options, ...locale, `--lc-ctype=${type}`, ...(hasty ? ['--no-sync'] : [])]
    const attempt = await run(join(binaries.bin, 'initdb'), args, account)
    if (attempt.ok) return
    output = attempt.output
    if (!output.includes('invalid locale')) break
  }
  throw new CannotStart(`PostgreSQL could not set up a database in ${dir}: ${gist(output)}.`)
}

/**
 * Comptoir's role owns its database but is no superuser, as at any host of PostgreSQL: what runs embedded runs there too.
 * The superuser has no password, so nobody is it from outside.
 */
async function createRole(dir: string, { account, binaries, hasty, password }: Plan) {
  // The statement carries the password: it goes by standard input, which no list of processes shows, and into no log.
  const settings = ['exit_on_error=on', 'log_min_error_statement=panic', ...(hasty ? ['fsync=off'] : [])]
  const sql = `create role ${NAME} login createdb password '${password}'\ncreate database ${NAME} owner ${NAME}\n`
  const args = ['--single', '-D', dir, ...settings.flatMap((setting) => ['-c', setting]), 'postgres']
  const { ok, output } = await run(join(binaries.bin, 'postgres'), args, account, sql)
  if (!ok) throw new CannotStart(`PostgreSQL could not create the database in ${dir}: ${gist(output)}.`)
}

async function settle(nursery: string, home: string) {
  await chmod(nursery, 0o700)
  if (dirname(nursery) === dirname(home)) await rename(nursery, home)
  else await symlink(nursery, home)
}
