import { stat } from 'node:fs/promises'
import { CannotStart } from '../../cannot-start.ts'
import { type Account, run } from './run.ts'

/**
 * The account for PostgreSQL: ourselves, unless we are root, as which PostgreSQL refuses to run.
 * A cluster that exists stays with its owner: another account may not even read it.
 */
export async function accountFor(cluster: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(cluster).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = (await named('postgres')) ?? (await named('comptoir')) ?? (await created()) ?? (await named('nobody'))
  if (!account) {
    throw new CannotStart(
      'PostgreSQL does not run as root, and no other user could be found or created; create a user named comptoir, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  return account
}

async function named(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
  return uid.ok && gid.ok ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined
}

/** A system user of our own: by `useradd`, as most Linux systems have it, or by the `adduser` of BusyBox. */
async function created(): Promise<Account | undefined> {
  const name = 'comptoir'
  const { ok } = await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name])
  if (!ok) await run('adduser', ['-S', '-D', '-H', '-s', '/bin/false', name])
  return named(name)
}

/** Whether the account can enter a directory and write there; only its own attempt tells, rights have too many sources. */
export async function canUse(directory: string, account: Account): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', directory], account)).ok
}
