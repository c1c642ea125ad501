import type { Config } from '../config.ts'
import { type Running, start } from '../main.ts'
import { type Log, openLog } from '../platform/log.ts'
import { signInLines } from './sign-in.ts'
import { whenTold } from './told.ts'

/** Runs the server until it is told to end. The words for people come last, after the log's lines. */
export async function serve(config: Config): Promise<void> {
  const log = openLog(config)
  const starting = start(config, log)
  let told = false
  whenTold(() => {
    told = true
    void leave(starting, log, 0)
  }, config.byNpm)
  const running = await starting.catch((error: unknown) => {
    // Ctrl-C reaches what PostgreSQL does at the first start as well: that it did not succeed is no news then.
    if (!told) throw error
  })
  if (told || !running) return
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a defect: the server stops')
    void leave(starting, log, 1)
  })
  log.info({ port: running.port }, 'listening')
  process.stdout.write(`${welcome(config, running).join('\n')}\n`)
}

/** PostgreSQL may be starting at this moment, so the start is waited for. */
async function leave(starting: Promise<Running>, log: Log, exitCode: number): Promise<void> {
  log.info('stopping')
  const running = await starting.catch(() => null)
  try {
    await running?.stop()
    log.info('stopped')
    process.exitCode = exitCode
  } catch (error) {
    log.error({ err: error }, 'the stop went wrong')
    process.exitCode = 1
  }
}

function welcome({ publicUrl, port: asked }: Config, { port, demo }: Running): string[] {
  // Any free port was asked for: then only now is it known which.
  const url = asked === 0 ? `http://localhost:${port}` : publicUrl
  return [
    '',
    `Comptoir is open at ${url}`,
    ...(demo ? ['', ...signInLines(demo, url)] : []),
    '',
    'Ctrl-C stops it.',
    '',
  ]
}
