import { spawn } from 'node:child_process'
import { dirname, isAbsolute } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Who runs PostgreSQL's programs; `undefined` in its place means: we do, as ourselves. */
export interface Account {
  uid: number
  gid: number
}

// PostgreSQL gets nothing of our environment: it holds secrets that are not its business, and PG* variables that would mislead it.
export const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Runs a program to its end. `output` is all it said, on both channels. A program that cannot be run is not `ok` either. */
export function run(command: string, args: string[], account?: Account, input = '') {
  return new Promise<{ ok: boolean; output: string }>((resolve) => {
    const child = spawn(command, args, {
      ...account,
      cwd: workingDirectory(command),
      env: environment,
      windowsHide: true,
    })
    let output = ''
    const hear = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    // A program that ends without reading its input says itself why.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
    child.stdin.end(input)
  })
}

/** PostgreSQL's programs want a working directory they can enter; ours may be closed to their account, their own is not. */
export const workingDirectory = (command: string) => (isAbsolute(command) ? dirname(command) : '/')

/** Waits until something holds, looking again and again. False when it still does not after `patience` milliseconds. */
export async function until(holds: () => Promise<boolean>, patience: number): Promise<boolean> {
  const end = performance.now() + patience
  while (!(await holds())) {
    if (performance.now() > end) return false
    await pause(20)
  }
  return true
}

/** What PostgreSQL complained about, in a few words: its last errors, or else the last thing it said. */
export function gist(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim())
  const complaints = lines.flatMap((line) => line.match(/(?:FATAL|PANIC|ERROR|error):\s+(.*)/)?.[1] ?? [])
  return complaints.slice(-2).join('; ') || lines.at(-1)?.trim() || 'it said nothing'
}

/** Whether an operation of the file system failed for one of these reasons. */
export function failedWith(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
