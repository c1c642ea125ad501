import type { Config } from '../config.ts'
import type { OpenDatabase } from '../database.ts'
import type { Log } from '../platform/log.ts'
import { openMailer } from '../platform/mailer.ts'
import type { Finding } from './finding.ts'
import { readClock, readJobs } from './store.ts'
import { thereAndBack } from './there-and-back.ts'

type Check = () => Promise<Omit<Finding, 'what'>>

export async function examine(config: Config, log: Log, database: OpenDatabase): Promise<Finding[]> {
  const checks: [string, Check][] = [
    ['database', () => checkDatabase(config, database)],
    [
      'migrations',
      async () => ({
        ok: true,
        detail: database.migrated.length > 0 ? `done now: ${database.migrated.join(', ')}` : 'in their present form',
      }),
    ],
    ['jobs', () => checkJobs(database)],
    ['clock', () => checkClock(database)],
    ['mail', () => checkMail(config)],
    ['a message there and back', () => thereAndBack(config, log, database)],
  ]
  const findings: Finding[] = []
  for (const [what, check] of checks) findings.push({ what, ...(await attempt(check)) })
  return findings
}

async function attempt(check: Check): Promise<Omit<Finding, 'what'>> {
  try {
    return await check()
  } catch (error) {
    return {
      ok: false,
      detail: error instanceof Error ? error.message : String(error),
      advice: 'The log says more: see logs/comptoir.log.',
    }
  }
}

async function checkDatabase(config: Config, { pool }: OpenDatabase): Promise<Omit<Finding, 'what'>> {
  const { rows } = await pool.query<{ version: string; sync: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS sync",
  )
  const [server] = rows
  return {
    ok: true,
    detail: `PostgreSQL ${server?.version}, ${config.databaseUrl === null ? 'embedded' : 'external'}, synchronous_commit ${server?.sync}`,
  }
}

const LATE_SECONDS = 60

async function checkJobs({ db }: OpenDatabase): Promise<Omit<Finding, 'what'>> {
  const { waiting, late, dead } = await readJobs(db)
  if (late > LATE_SECONDS) {
    return {
      ok: false,
      detail: `the oldest job has been due for ${late} s`,
      advice: 'No server works on this database: start one, or look into its log.',
    }
  }
  return { ok: true, detail: `${waiting} waiting, ${dead} given up` }
}

const SKEW_SECONDS = 60

async function checkClock({ db }: OpenDatabase): Promise<Omit<Finding, 'what'>> {
  const skew = Math.round(Math.abs(Date.now() - (await readClock(db)).getTime()) / 1000)
  if (skew <= SKEW_SECONDS) return { ok: true, detail: `${skew} s from the database's` }
  return {
    ok: false,
    detail: `${skew} s from the database's`,
    advice: 'Set the clocks by NTP: tokens and deadlines go by them.',
  }
}

async function checkMail(config: Config): Promise<Omit<Finding, 'what'>> {
  const mailer = openMailer(config.mailServer)
  if (!mailer) return { ok: true, detail: 'no mail server is set (MAIL_HOST): mail is kept in the mail log' }
  const where = `${config.mailServer?.host}:${config.mailServer?.port}`
  const problem = await mailer.greet()
  mailer.close()
  if (problem === null) return { ok: true, detail: `${where} answers` }
  return {
    ok: false,
    detail: `${where}: ${problem}`,
    advice: 'Check MAIL_HOST, MAIL_PORT, MAIL_USER and MAIL_PASSWORD.',
  }
}
