#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

// Builds what is missing, or older than its source, then hands over to the program. Without sources, as in a container,
// there is nothing to compare and the build is used as it is.
const root = fileURLToPath(new URL('..', import.meta.url))
const built = ['server/dist/cli.js', 'server/dist/console/index.html', 'widget/dist/widget.js'].map(
  (file) => root + file,
)
const config = `${root}rollup.config.mjs`
const lock = `${root}node_modules/.comptoir-build`
const LONGEST_BUILD = 300_000

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) stop(`Node.js 20.19 or later is needed; this is ${process.version}.`)
if (!isInstalled('commander')) stop('The packages are not installed yet: run npm ci first.')

if (existsSync(config) && isStale()) await buildInTurn()
await import('./dist/cli.js')

/** Two commands at once, in two terminals, do not write one build over the other's. */
async function buildInTurn() {
  if (!isInstalled('rollup')) {
    if (built.every((file) => existsSync(file))) return
    stop('Nothing is built here, and the packages for building are not installed: run npm ci without --omit=dev.')
  }
  while (!claimLock()) await pause(100)
  const done = !isStale() || build()
  rmSync(lock, { force: true })
  if (!done) stop('The build failed; the reason is above.')
}

function build() {
  process.stderr.write('Building …\n')
  const rollup = fileURLToPath(new URL('dist/bin/rollup', import.meta.resolve('rollup/package.json')))
  return spawnSync(process.execPath, [rollup, '-c', '--silent'], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0
}

function claimLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') stop(`The build is missing or old, and cannot be made: ${error.message}.`)
    if (isAbandoned()) rmSync(lock, { force: true })
    return false
  }
}

function isAbandoned() {
  try {
    if (Date.now() - statSync(lock).mtimeMs > LONGEST_BUILD) return true
    // Between its making and its writing the lock is empty for a moment, and 0 would ask after ourselves.
    const pid = Number(readFileSync(lock, 'utf8')) || process.pid
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function isStale() {
  if (!built.every((file) => existsSync(file))) return true
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
  return ['sdk', 'widget', 'server', 'package-lock.json', 'rollup.config.mjs'].some(
    (path) => newest(root + path) > oldest,
  )
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter((name) => !/^(node_modules|dist|bench|testing)$|\.test\.tsx?$/.test(name))
  return Math.max(0, ...inside.map((name) => newest(`${path}/${name}`)))
}

function isInstalled(file) {
  try {
    return existsSync(fileURLToPath(import.meta.resolve(file)))
  } catch {
    // Not to be found from here: so it is not installed.
    return false
  }
}

function stop(sentence) {
  process.stderr.write(`comptoir: ${sentence}\n`)
  process.exit(1)
}
