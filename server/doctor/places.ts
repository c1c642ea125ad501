import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import type { Config } from '../config.ts'
import { makeFolder } from '../platform/folder.ts'
import type { Found } from './finding.ts'
import { askHealth } from './there-and-back.ts'

const MB = 1024 * 1024
/** Below this a database ceases to take anything before long. */
const LEAST_FREE = 500 * MB

/** Whether something can be kept under `DATA_DIR`, and for how long yet. */
export async function checkDisk({ dataDir }: Config): Promise<Found> {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.W_OK | constants.X_OK)
    const trial = mkdtempSync(join(dataDir, 'doctor-'))
    writeFileSync(join(trial, 'trial'), 'x'.repeat(64 * 1024))
    rmSync(trial, { recursive: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const advice = `Make ${dataDir} usable for this user, or set another DATA_DIR.`
    return { ok: false, detail: `nothing can be written under DATA_DIR: ${reason}`, advice }
  }
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const detail = `${dataDir} can be written, ${Math.floor(free / MB).toLocaleString('en')} MB free`
  if (free >= LEAST_FREE) return { ok: true, detail }
  return { ok: false, detail, advice: 'Make room: a full disk stops the database.' }
}

/** Redis as the settings name it: hello, a word there and back, and good-bye. */
export async function checkRedis(url: string): Promise<Found> {
  const client = createClient({ url, socket: { connectTimeout: 5_000, reconnectStrategy: false } })
  // Told by the call that waits for it.
  client.on('error', () => undefined)
  const where = new URL(url).host
  try {
    await client.connect()
    const answer = await client.ping()
    await client.close()
    return { ok: true, detail: `${where} answers ${answer}` }
  } catch (error) {
    client.destroy()
    const reason = error instanceof Error ? error.message || error.name : String(error)
    return {
      ok: false,
      detail: `${where}: ${reason}`,
      advice: 'Start Redis, or check REDIS_URL; without it PostgreSQL carries the pushes.',
    }
  }
}

/** Whether people reach the server where mails and the tag send them. `isRunning`: without a server nobody can. */
export async function checkPublicUrl({ publicUrl }: Config, isRunning: boolean): Promise<Found> {
  const hint = isSafe(publicUrl)
    ? {}
    : { advice: 'Use https in FRONTEND_URL: passwords and messages go over this line.' }
  if (!isRunning) return { ok: true, detail: `${publicUrl}, which is asked when the server runs`, ...hint }
  const advice = 'Check FRONTEND_URL, its name in the DNS, and the proxy in front.'
  try {
    const answer = await askHealth(publicUrl)
    if (answer.ok && /"ok":\s*true/.test(await answer.text()))
      return { ok: true, detail: `${publicUrl} answers`, ...hint }
    return { ok: false, detail: `${publicUrl}/healthz answers ${answer.status}, which is not this server`, advice }
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    return { ok: false, detail: `${publicUrl} does not answer: ${reason}`, advice }
  }
}

const isSafe = (url: string): boolean => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
