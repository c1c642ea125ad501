import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const SERVER = fileURLToPath(new URL('..', import.meta.url))

type Environment = Record<string, string>

export interface Ended {
  /** `null` where a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
}

export interface Served {
  url: string
  pid: number
  /** What it has printed so far. */
  stdout(): string
  /** As when its terminal is closed, or the program it is piped into has ended. */
  closeOutput(): void
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>
}

/** Builds what is missing or older than its source, as `npm start` does. */
export async function buildProgram(): Promise<void> {
  const { code, stderr } = await launch([join(SERVER, 'comptoir.mjs'), '--version'], {}).ended
  if (code !== 0) throw new Error(stderr)
}

/** Runs one command of the built program to its end. */
export const comptoir = (args: string[], env: Environment): Promise<Ended> =>
  launch([join(SERVER, 'dist', 'cli.js'), ...args], env).ended

/** Runs the server of the built program, on a free port, until it says where it is open. It is ended after the test at the latest. */
export async function serve(env: Environment, { byShell = false } = {}): Promise<Served> {
  const { child, said, ended } = launch([join(SERVER, 'dist', 'cli.js'), 'serve'], { PORT: '0', ...env }, byShell)
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  onTestFinished(async () => void (await end()))
  const url = await new Promise<string>((resolve, reject) => {
    // The words for people are written in one piece, and this is how they end.
    child.stdout.on('data', () => said.stdout.includes('Ctrl-C stops it') && resolve(addressIn(said.stdout)))
    void ended.then(({ code, stderr }) => reject(new Error(`the server ended with ${code}: ${stderr}`)))
  })
  return { url, pid: child.pid ?? 0, stdout: () => said.stdout, closeOutput: () => child.stdout.destroy(), end }
}

/** Starts the server and leaves it to itself; for tests of what comes before it is open. */
export function serveUnready(env: Environment): Pick<Served, 'end'> & { ended: Promise<Ended> } {
  const { child, ended } = launch([join(SERVER, 'dist', 'cli.js'), 'serve'], { PORT: '0', ...env })
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  onTestFinished(async () => void (await end()))
  return { end, ended }
}

/**
 * The settings of our own process stay outside: a `DATABASE_URL` for the tests is none for the program.
 * `byShell`: a shell stands between, as npm puts one, and gets the signals.
 */
function launch(args: string[], env: Environment, byShell = false) {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const [command, before] = byShell
    ? ['/bin/sh', ['-c', '"$0" "$@"; exit $?', process.execPath]]
    : [process.execPath, []]
  const child = spawn(command, [...before, ...args], {
    env: { PATH, HOME, TMPDIR, HOST: '127.0.0.1', LOG_DIR: join(env.DATA_DIR ?? TMPDIR, 'logs'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  const ended: Promise<Ended> = once(child, 'close').then(([code]) => ({ code, ...said }))
  return { child, said, ended }
}

const addressIn = (text: string): string => text.match(/open at (\S+)/)?.[1] ?? ''

/** The lines of a log that was written as one JSON value a line. */
export async function readLog(dataDir: string): Promise<{ level: string; msg: string }[]> {
  const text = await readFile(join(dataDir, 'logs', 'comptoir.log'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
