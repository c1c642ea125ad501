#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildWhatIsMissing } from './build.mjs'

// Says in a sentence what keeps the program from starting at all; then builds what is missing, and hands over to it.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) stop(`Node.js 20.19 or later is needed; this is ${process.version}.`)
const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const missing = Object.keys(dependencies).filter((name) => !isInstalled(name))
if (missing.length > 0) stop(`Packages are not installed (${missing.join(', ')}): run npm ci first.`)

const problem = await buildWhatIsMissing()
if (problem) stop(problem)
await import('./dist/cli.js')

/** A package of files alone, such as fonts, has nothing to import but what says so. */
function isInstalled(name) {
  return canBeFound(name) || canBeFound(`${name}/package.json`)
}

function canBeFound(path) {
  try {
    return existsSync(fileURLToPath(import.meta.resolve(path)))
  } catch {
    // Not to be found from here: so it is not installed.
    return false
  }
}

function stop(sentence) {
  process.stderr.write(`comptoir: ${sentence}\n`)
  process.exit(1)
}
