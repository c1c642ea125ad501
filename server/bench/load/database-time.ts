import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

/** How the kernel counts: hundredths of a second. */
const TICK = 10

/**
 * The processor time that PostgreSQL has taken so far, in milliseconds, with its connections that have ended. From
 * `/proc`: 0 where there is none.
 */
export async function databaseTime(url: string): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  try {
    const parent = statOf(rows[0]?.pid ?? 0)?.parent
    if (parent === undefined) return 0
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statOf(Number(name)) ?? [])
      .filter((one) => one.parent === parent)
    return children.reduce((sum, { own }) => sum + own, statOf(parent)?.all ?? 0)
  } finally {
    await client.end()
  }
}

function statOf(pid: number): { parent: number; own: number; all: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? []
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11)
    const own = (user + system) * TICK
    return { parent: fields[1] ?? 0, own, all: own + (endedUser + endedSystem) * TICK }
  } catch {
    // It has ended meanwhile, or the system has no such place.
    return undefined
  }
}
