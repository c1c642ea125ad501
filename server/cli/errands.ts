import { constants } from 'node:os'
import { CannotStart } from '../cannot-start.ts'
import { createAgent, createShop } from '../commands.ts'
import type { Config } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../database.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { seedDemo } from '../pages/demo.ts'
import { type Log, openLog } from '../platform/log.ts'
import { signInLines } from './sign-in.ts'
import { whenTold } from './told.ts'

/** What every command but `serve` may ask for. The database is opened at the first call of `open`, and closed afterwards. */
interface Desk {
  config: Config
  log: Log
  open(): Promise<OpenDatabase>
  /** A line for people, as soon as it is known. */
  say(line: string): void
}

/** Answers the value that `--json` prints, and the exit code where it is not 0. */
type Errand = (desk: Desk, options: object) => Promise<{ result: object; exitCode?: number }>

const errands = { migrate, doctor, seed, createShop: openShop, createAgent: openAgent } satisfies Record<string, Errand>
export type ErrandName = keyof typeof errands

/** Does one command from its opening to its end, and answers the exit code. */
export async function run(name: ErrandName, config: Config, options: object, asJson: boolean): Promise<number> {
  const log = openLog(config, false)
  let opening: Promise<OpenDatabase> | undefined
  const open = () => (opening ??= openDatabase(config, log))
  const close = async () => (await opening?.catch(() => undefined))?.close()
  whenTold((signal) => void close().finally(() => process.exit(128 + constants.signals[signal])))
  try {
    const say = (line: string) => void (asJson || process.stdout.write(`${line}\n`))
    const errand: Errand = errands[name]
    const { result, exitCode = 0 } = await errand({ config, log, open, say }, options)
    if (asJson) process.stdout.write(`${JSON.stringify(result)}\n`)
    return exitCode
  } finally {
    await close()
  }
}

async function migrate({ open, say }: Desk) {
  const { migrated } = await open()
  say(migrated.length > 0 ? `Done: ${migrated.join(', ')}.` : 'Nothing to do: the database is in its present form.')
  return { result: { migrated } }
}

async function doctor({ config, log, open, say }: Desk) {
  const checks = await examine(config, log, open, (finding) => say(lineOf(finding)))
  const sick = checks.filter((check) => !check.ok).length
  say(sick === 0 ? '\nAll is well.' : `\n${sick} of ${checks.length} checks failed.`)
  return { result: { ok: sick === 0, checks }, exitCode: sick === 0 ? 0 : 1 }
}

const lineOf = ({ ok, what, detail, advice }: Finding): string =>
  `${ok ? 'ok  ' : 'FAIL'}  ${what}: ${detail}${advice ? `\n      ${advice}` : ''}`

async function seed({ config, open, say }: Desk) {
  const demo = await seedDemo({ ...(await open()), clock })
  if (!demo) throw new CannotStart('There are shops here already: the demo shop is made only in an empty installation.')
  for (const line of signInLines(demo, config.publicUrl)) say(line)
  return { result: demo }
}

async function openShop(desk: Desk, options: object) {
  return told(desk, await createShop({ ...(await desk.open()), clock }, options))
}

async function openAgent(desk: Desk, options: object) {
  return told(desk, await createAgent({ ...(await desk.open()), clock }, options))
}

function told({ say }: Desk, made: object) {
  for (const [name, value] of Object.entries(made)) say(`${name}: ${value}`)
  return { result: made }
}

function clock(): Date {
  return new Date()
}
