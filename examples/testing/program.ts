import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Program {
  /** What it has printed so far. */
  said(): string
  /** When it has printed this. Rejects when it ends before. */
  says(text: string | RegExp): Promise<string>
}

/** Starts an example as its page says, and ends it after the test. */
export function startExample(file: string, env: Record<string, string>): Program {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const child = spawn(process.execPath, [path], { env: { PATH, HOME, TMPDIR, PORT: '0', ...env } })
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      out += chunk
    })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  return { said: () => out, says: (text) => waitFor(child, () => out, text) }
}

function waitFor(child: ChildProcess, said: () => string, text: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = typeof text === 'string' ? (said().includes(text) ? text : undefined) : text.exec(said())?.[0]
      if (found === undefined) return
      child.stdout?.off('data', look)
      resolve(found)
    }
    child.stdout?.on('data', look)
    child.once('close', (code) => reject(new Error(`it ended with ${code}: ${said()}`)))
    look()
  })
}
