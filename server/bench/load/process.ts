import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of its own, which is asked and answers: what it costs is its own. */
export interface Part {
  readonly child: ChildProcess
  ask<T>(verb: string, input?: unknown): Promise<T>
  end(signal?: NodeJS.Signals): Promise<void>
}

interface Asked {
  id: number
  verb: string
  input: unknown
}
interface Answered {
  id: number
  result?: unknown
  error?: string
}

/** Starts this very program in another part; it ends with us at the latest. */
export function startPart(role: string): Part {
  const child = fork(process.argv[1] ?? '', ['--role', role], { execArgv: ['--expose-gc'] })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0
  child.on('message', ({ id, result, error }: Answered) => {
    const waiter = waiting.get(id)
    waiting.delete(id)
    if (error !== undefined) waiter?.reject(new Error(`${role}: ${error}`))
    else waiter?.resolve(result)
  })
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${role} ended with ${code ?? signal}`))
    waiting.clear()
  })
  return {
    child,
    ask: <T>(verb: string, input: unknown = null) =>
      new Promise<T>((resolve, reject) => {
        last += 1
        // What the other part answers to this verb is written beside it.
        waiting.set(last, { resolve: (value) => resolve(value as T), reject })
        child.send({ id: last, verb, input } satisfies Asked)
      }),
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

/** The other end: what this process does when it is asked. */
export function answerAsked(verbs: Record<string, (input: never) => unknown>): void {
  process.on('message', async ({ id, verb, input }: Asked) => {
    try {
      const answer = verbs[verb]
      if (!answer) throw new Error(`no verb ${verb}`)
      process.send?.({ id, result: await answer(input as never) } satisfies Answered)
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once('disconnect', () => process.exit())
  process.once('SIGTERM', () => process.exit())
}
