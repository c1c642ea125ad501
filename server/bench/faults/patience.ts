import { setTimeout as pause } from 'node:timers/promises'

const LONGEST = 120_000

/** Waits until it holds, looking again and again. @throws when it does not within two minutes */
export async function soon(what: string, holds: () => boolean | Promise<boolean>, patience = LONGEST): Promise<void> {
  const end = performance.now() + patience
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${patience / 1000} s for ${what}.`)
    await pause(50)
  }
}
