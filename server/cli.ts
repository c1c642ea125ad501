import { readFileSync } from 'node:fs'
import { AGENT_ROLES } from '@comptoir/sdk/contract'
import { Command, CommanderError, Option } from 'commander'
import { CannotStart } from './cannot-start.ts'
import { createAgent, createShop } from './commands.ts'
import { type Config, readConfig } from './config.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { examine } from './doctor/examine.ts'
import { start } from './main.ts'
import { type Demo, seedDemo } from './pages/demo.ts'
import { Failure } from './platform/failure.ts'
import { openLog } from './platform/log.ts'

/** What a command answers: `lines` for people, `result` for programs with `--json`. */
interface Outcome {
  lines: string[]
  result: object
  /** 0 when left out. */
  exitCode?: number
}

const USAGE_ERROR = 2
/** A stop that takes longer is stuck. */
const STOP_PATIENCE = 25_000

const program = new Command('comptoir')
  .description('The support counter of a web shop. Settings come from the environment: see the README.')
  .version(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)
  .exitOverride()

program.command('serve').description('start the server').action(serve)

command('migrate', 'bring the database to the present form').action(
  run(async ({ database }) => ({
    lines: [
      database.migrated.length > 0
        ? `Done: ${database.migrated.join(', ')}.`
        : 'Nothing to do: the database is in its present form.',
    ],
    result: { migrated: database.migrated },
  })),
)

command('doctor', 'check an installation end to end, and say what is wrong').action(
  run(async ({ config, database }) => {
    const findings = await examine(config, openLog({ ...config, logLevel: 'silent' }), database)
    const sick = findings.filter((finding) => !finding.ok)
    const lines = findings.map(
      ({ ok, what, detail, advice }) =>
        `${ok ? 'ok  ' : 'FAIL'}  ${what}: ${detail}${advice ? `\n      ${advice}` : ''}`,
    )
    lines.push('', sick.length === 0 ? 'All is well.' : `${sick.length} of ${findings.length} checks failed.`)
    return { lines, result: { ok: sick.length === 0, checks: findings }, exitCode: sick.length === 0 ? 0 : 1 }
  }),
)

command('seed', 'make the demo shop, in an installation that has no shop yet').action(
  run(async ({ database }) => {
    const demo = await seedDemo({ ...database, clock })
    if (!demo)
      throw new CannotStart('There are shops here already: the demo shop is made only in an empty installation.')
    return { lines: signInLines(demo), result: demo }
  }),
)

const shop = program.command('shop').description('shops')
command('create', 'make a shop with its keys and its first admin', shop)
  .requiredOption('--name <name>', 'as shoppers read it')
  .requiredOption('--origin <origin...>', 'pages that may carry the tag, such as https://shop.example')
  .requiredOption('--admin-email <email>')
  .requiredOption('--admin-password <password>')
  .option('--admin-name <name>', 'as shoppers read it; the part of the address before the @ when left out')
  .option('--locale <locale>', 'language of mails and of the widget where the shopper’s is not spoken', 'en')
  .action(
    run(async ({ database }, options) => {
      const made = await createShop({ ...database, clock }, options)
      return { lines: Object.entries(made).map(([name, value]) => `${name}: ${value}`), result: made }
    }),
  )

const agent = program.command('agent').description('agents')
command('create', 'make an agent of a shop', agent)
  .requiredOption('--shop <id>', 'the id of the shop')
  .requiredOption('--email <email>')
  .requiredOption('--name <name>', 'as shoppers read it')
  .addOption(new Option('--role <role>').choices(AGENT_ROLES).default('support_agent'))
  .requiredOption('--password <password>')
  .action(
    run(async ({ database }, options) => {
      const made = await createAgent({ ...database, clock }, options)
      return { lines: Object.entries(made).map(([name, value]) => `${name}: ${value}`), result: made }
    }),
  )

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = complain(error)
}

function command(name: string, description: string, parent: Command = program): Command {
  return parent.command(name).description(description).option('--json', 'print one JSON value').exitOverride()
}

function run(
  work: (house: { config: Config; database: OpenDatabase }, options: Record<string, unknown>) => Promise<Outcome>,
) {
  return async ({ json, ...options }: { json?: boolean } & Record<string, unknown>): Promise<void> => {
    const config = readConfig(process.env, process.cwd())
    const database = await openDatabase(config, openLog({ ...config, logLevel: 'silent' }))
    try {
      const { lines, result, exitCode } = await work({ config, database }, options)
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`)
      process.exitCode = exitCode ?? 0
    } finally {
      await database.close()
    }
  }
}

async function serve(): Promise<void> {
  const config = readConfig(process.env, process.cwd())
  const log = openLog(config)
  const running = await start(config, log)
  const url = `http://localhost:${running.port}`
  log.info({ port: running.port }, 'listening')
  process.stdout.write(
    `${['', `Comptoir is open at ${url}`, ...(running.demo ? ['', ...signInLines(running.demo, url)] : []), '', ''].join('\n')}`,
  )
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave(running.stop, log))
}

async function leave(stop: () => Promise<void>, log: ReturnType<typeof openLog>): Promise<void> {
  setTimeout(() => process.exit(1), STOP_PATIENCE).unref()
  try {
    log.info('stopping')
    await stop()
    log.info('stopped')
    process.exitCode = 0
  } catch (error) {
    log.error({ err: error }, 'the stop went wrong')
    process.exitCode = 1
  }
}

function signInLines({ password, agents }: Demo, url = 'http://localhost:3000'): string[] {
  const width = Math.max(...agents.map((one) => one.email.length))
  return [
    `  Demo storefront   ${url}/demo`,
    `  Agents' console   ${url}/`,
    '',
    `  Sign in with the password ${password} as`,
    ...agents.map((one) => `    ${one.email.padEnd(width)}   ${one.name}, ${one.role === 'admin' ? 'admin' : 'agent'}`),
  ]
}

function clock(): Date {
  return new Date()
}

/** One sentence for what is the caller's to mend, everything for what is ours. */
function complain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR
  const expected = error instanceof CannotStart || error instanceof Failure
  process.stderr.write(`comptoir: ${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  return error instanceof Failure && error.code === 'invalid' ? USAGE_ERROR : 1
}
