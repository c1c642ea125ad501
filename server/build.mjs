import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const built = ['server/dist/cli.js', 'server/dist/console/index.html', 'widget/dist/widget.js'].map(
  (file) => root + file,
)
const sources = ['sdk', 'widget', 'server', 'package-lock.json', 'rollup.config.mjs'].map((path) => root + path)

/**
 * Builds what is missing or older than its source; answers whether all is there. An installation without the tools, as
 * made by `npm ci --omit=dev`, uses the build that it has.
 */
export function buildWhatIsMissing() {
  const missing = built.some((file) => !existsSync(file))
  const rollup = findRollup()
  if (!rollup || !(missing || isStale())) return !missing
  process.stderr.write('Building …\n')
  const { status } = spawnSync(process.execPath, [rollup, '-c', '--silent'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
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

function isStale() {
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
  return sources.some((path) => newest(path) > oldest)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter((name) => !/^(node_modules|dist|bench|testing)$|\.test\.tsx?$/.test(name))
  return Math.max(0, ...inside.map((name) => newest(`${path}/${name}`)))
}

if (argv[1] === fileURLToPath(import.meta.url) && !buildWhatIsMissing()) process.exitCode = 1
