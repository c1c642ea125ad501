import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, onTestFinished } from 'vitest'
import { type Account, run } from '../run.ts'

export const isRoot = process.getuid?.() === 0

interface Order {
  dataDir: string
  exclusive?: boolean
  engine?: string
}

/** Runs `member.ts` as a process and a process group of its own, and waits for its first word. */
export async function newMember(order: Order, account?: Account) {
  const child = spawn(process.execPath, [await bundle(), JSON.stringify({ exclusive: false, engine: '', ...order })], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const pid = child.pid ?? 0
  const exit = once(child, 'exit')
  onTestFinished(async () => {
    child.stdin.end()
    await exit
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const hear = async (): Promise<Record<string, string>> => JSON.parse((await lines.next()).value ?? '{}')
  const said = await hear()
  return {
    pid,
    said,
    url: said.url ?? '',
    hear,
    /** Resolves to the exit code. */
    async stop(): Promise<unknown> {
      child.stdin.end()
      return (await exit)[0]
    },
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

let bundled: Promise<string> | undefined

/** Node cannot run TypeScript before its version 22; the bundle stands where it finds the packages. */
function bundle(): Promise<string> {
  bundled ??= makeBundle()
  return bundled
}

async function makeBundle(): Promise<string> {
  const cache = fileURLToPath(new URL('../../../../node_modules/.cache/', import.meta.url))
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'comptoir-member-'))
  await chmod(folder, 0o755)
  afterBundle = () => rm(folder, { recursive: true })
  const outfile = join(folder, 'member.mjs')
  const entry = fileURLToPath(new URL('./member.ts', import.meta.url))
  await build({ entryPoints: [entry], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' })
  return outfile
}

let afterBundle = async () => {}
afterAll(() => afterBundle())

/** The account of an ordinary user, for tests that root runs. `undefined` when it cannot reach this checkout, as below /root. */
export async function ordinaryAccount(): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])])
  const account = { uid: Number(uid.output), gid: Number(gid.output) }
  return (await run('test', ['-r', await bundle()], account)).ok ? account : undefined
}
