import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder where it is missing, and those above it. Node's own `recursive` never comes back where the system denies
 * a folder whose parent is there, as under `/proc`.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    const parent = dirname(path)
    const isOrphan = !statSync(parent, { throwIfNoEntry: false })
    if (!isOrphan || parent === path) throw error
    makeFolder(parent)
    makeFolder(path)
  }
}
