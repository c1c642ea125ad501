import { readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotStart } from '../../cannot-start.ts'
import { accountFor } from './account.ts'
import { type Binaries, binariesFor } from './binaries.ts'
import { claimDataDir, keptPassword } from './data-dir.ts'
import { makeCluster } from './make-cluster.ts'
import { type Account, failedWith, run } from './run.ts'

/** A database cluster in a DATA_DIR, and what it takes to run it. */
export interface Cluster {
  dataDir: string
  /** Where the cluster really is; `<dataDir>/postgres` leads there. */
  dir: string
  password: string
  account: Account | undefined
  binaries: Binaries
}

/** Opens the cluster of a DATA_DIR, or makes it. `hasty` skips syncing a new one to the disk. */
export async function openCluster(dataDirGiven: string, hasty: boolean): Promise<Cluster> {
  const dataDir = await claimDataDir(dataDirGiven)
  const home = join(dataDir, 'postgres')
  const maker = await makerOf(home)
  const account = await accountFor(home)
  const binaries = await binariesFor(account, dataDir)
  const password = await keptPassword(dataDir, maker !== undefined)
  if (maker === undefined) await makeCluster({ home, password, account, binaries, hasty })
  else mustBe(maker, binaries.major, dataDir)
  if ((await makerOf(home)) === undefined) {
    throw new CannotStart(`${home} exists but holds no PostgreSQL cluster; move it away, or set another DATA_DIR.`)
  }
  const dir = await realpath(home)
  if (account) await takeFromRoot(dir, account)
  return { dataDir, dir, password, account, binaries }
}

/** The major version of PostgreSQL that made a cluster; `undefined` when there is none. */
async function makerOf(home: string): Promise<string | undefined> {
  try {
    return (await readFile(join(home, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (failedWith(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw new CannotStart(
      `The database in ${home} belongs to another user; start Comptoir as that user or as root, or set another DATA_DIR.`,
      { cause: error },
    )
  }
}

function mustBe(maker: string, major: string, dataDir: string) {
  if (maker === major) return
  throw new CannotStart(
    `The database in DATA_DIR ${dataDir} was made by PostgreSQL ${maker}, but this Comptoir brings PostgreSQL ${major}; start the version it was made with, or set another DATA_DIR.`,
  )
}

/** A cluster that root has copied back from a backup is root's, and then PostgreSQL cannot read it. */
async function takeFromRoot(dir: string, { uid, gid }: Account) {
  if ((await stat(dir)).uid !== 0) return
  await run('chown', ['-R', `${uid}:${gid}`, dir])
  await run('chmod', ['0700', dir])
}
