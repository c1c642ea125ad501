import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { argv } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const built = ['server/dist/cli.js', 'server/dist/console/index.html', 'widget/dist/widget.js'].map(
  (file) => root + file,
)
const sources = ['sdk', 'widget', 'server', 'package-lock.json', 'rollup.config.mjs'].map((path) => root + path)
const lock = `${root}node_modules/.comptoir-build`
const LONGEST_BUILD = 300_000

/**
 * Builds what is missing or older than its source. Answers what stands in the way, or `null` when all is there. Without
 * sources, as in a container, the build is used as it is; so is an old one that cannot be made anew, as after
 * `npm ci --omit=dev` or in another user's checkout. Two commands at once, in two terminals, do not write one build over
 * the other's.
 */
export async function buildWhatIsMissing() {
  if (!existsSync(`${root}rollup.config.mjs`) || !isStale()) return null
  const rollup = findRollup()
  if (!rollup) return doWithout('the packages for building are not installed')
  for (let claimed = claimLock(); claimed !== true; claimed = claimLock()) {
    if (claimed instanceof Error) return doWithout(claimed.message)
    await pause(100)
  }
  const done = !isStale() || build(rollup)
  rmSync(lock, { force: true })
  return done ? null : 'The build failed; the reason is above.'
}

function doWithout(reason) {
  if (isMissing()) return `Nothing is built here, and nothing can be: ${reason}.`
  process.stderr.write(`The build is older than its source and is used as it is: ${reason}.\n`)
  return null
}

function build(rollup) {
  process.stderr.write('Building …\n')
  const { status } = spawnSync(process.execPath, [rollup, '-c', '--silent'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // Packages offer other code while developing, which is not what people get.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  return status === 0
}

function findRollup() {
  try {
    return createRequire(import.meta.url).resolve('rollup/dist/bin/rollup')
  } catch {
    // Not installed: nothing can be built, and the answer says so.
    return null
  }
}

function claimLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') return error
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

function isMissing() {
  return built.some((file) => !existsSync(file))
}

function isStale() {
  if (isMissing()) return true
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
  return sources.some((path) => newest(path) > oldest)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter((name) => !/^(node_modules|dist|bench|testing)$|\.test\.tsx?$/.test(name))
  return Math.max(0, ...inside.map((name) => newest(`${path}/${name}`)))
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const problem = await buildWhatIsMissing()
  if (problem) {
    process.stderr.write(`${problem}\n`)
    process.exitCode = 1
  }
}
