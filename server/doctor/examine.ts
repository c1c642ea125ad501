import { CannotStart } from '../cannot-start.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../database.ts'
import type { Log } from '../platform/log.ts'
import { openMailer } from '../platform/mailer.ts'
import type { Finding, Found } from './finding.ts'
import { checkDisk, checkPublicUrl, checkRedis } from './places.ts'
import { readClock, readJobs, readServer } from './store.ts'
import { openTrial, type Trial } from './there-and-back.ts'

/** Checks one thing after the other and tells each finding at once. Without a database, what stands on it is left out. */
export async function examine(
  config: Config,
  log: Log,
  open: () => Promise<OpenDatabase>,
  tell: (finding: Finding) => void,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const check = async (what: string, look: () => Promise<Found>) => {
    const finding = { what, ...(await attempt(look, config)) }
    findings.push(finding)
    tell(finding)
    return finding.ok
  }
  await check('disk', () => checkDisk(config))
  const opened = await check('database', async () => checkDatabase(config, await open()))
  if (opened) {
    const database = await open()
    await check('migrations', async () => checkMigrations(database))
    await check('jobs', () => checkJobs(database))
    await check('clock', () => checkClock(database))
  }
  const { redisUrl } = config
  if (redisUrl !== null) await check('redis', () => checkRedis(redisUrl))
  await check('mail', () => checkMail(config))
  if (opened) await tryOut(config, log, await open(), check)
  return findings
}

type Check = (what: string, look: () => Promise<Found>) => Promise<boolean>

async function tryOut(config: Config, log: Log, database: OpenDatabase, check: Check): Promise<void> {
  let trial: Trial | undefined
  try {
    const opening = openTrial(config, log, database)
    // Whatever keeps it from opening is what is wrong with the sockets.
    await check('sockets', async () => (trial = await opening).sockets())
    if (!trial) return
    const { conversation, isRunning } = trial
    await check('a message there and back', conversation)
    await check('public URL', () => checkPublicUrl(config, isRunning))
  } finally {
    await trial?.end()
  }
}

async function attempt(look: () => Promise<Found>, { logDir }: Config): Promise<Found> {
  try {
    return await look()
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    // Its sentence says what to do.
    if (error instanceof CannotStart) return { ok: false, detail }
    return { ok: false, detail, advice: `${logDir}/comptoir.log may say more.` }
  }
}

async function checkDatabase(config: Config, { db }: OpenDatabase): Promise<Found> {
  const { version, commit } = await readServer(db)
  const kind = config.databaseUrl === null ? 'embedded' : 'external'
  return { ok: true, detail: `PostgreSQL ${version}, ${kind}, synchronous_commit ${commit}` }
}

function checkMigrations({ migrated }: OpenDatabase): Found {
  return { ok: true, detail: migrated.length > 0 ? `done now: ${migrated.join(', ')}` : 'in their present form' }
}

const LATE_SECONDS = 60

async function checkJobs({ db }: OpenDatabase): Promise<Found> {
  const { waiting, late, dead } = await readJobs(db)
  if (late <= LATE_SECONDS) return { ok: true, detail: `${waiting} waiting, ${dead} given up` }
  return {
    ok: false,
    detail: `the oldest job has been due for ${late} s`,
    advice: 'No server works on this database: start one, or look into its log.',
  }
}

const SKEW_SECONDS = 60

async function checkClock({ db }: OpenDatabase): Promise<Found> {
  const skew = Math.round(Math.abs(Date.now() - (await readClock(db)).getTime()) / 1000)
  const detail = `${skew} s from the database's`
  if (skew <= SKEW_SECONDS) return { ok: true, detail }
  return { ok: false, detail, advice: 'Set the clocks by NTP: tokens and deadlines go by them.' }
}

async function checkMail({ mailServer }: Config): Promise<Found> {
  const mailer = openMailer(mailServer)
  if (!mailer) return { ok: true, detail: 'no mail server is set (MAIL_HOST): mail is kept in the mail log' }
  const where = `${mailServer?.host}:${mailServer?.port}`
  const problem = await mailer.greet()
  mailer.close()
  if (problem === null) return { ok: true, detail: `${where} answers` }
  const advice = 'Check MAIL_HOST, MAIL_PORT, MAIL_USER and MAIL_PASSWORD.'
  return { ok: false, detail: `${where}: ${problem}`, advice }
}
