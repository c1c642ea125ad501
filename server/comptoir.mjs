#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Builds what is missing, or older than its source, then hands over to the program. Without sources, as in a container,
// there is nothing to compare and the build is used as it is.
const root = fileURLToPath(new URL('..', import.meta.url))
const built = ['server/dist/cli.js', 'server/dist/console/index.html', 'widget/dist/widget.js'].map((file) => `${root}${file}`)
const config = `${root}rollup.config.mjs`

if (existsSync(config) && isStale()) {
  process.stderr.write('Building …\n')
  const rollup = fileURLToPath(new URL('dist/bin/rollup', import.meta.resolve('rollup/package.json')))
  const { status } = spawnSync(process.execPath, [rollup, '-c', '--silent'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}
await import('./dist/cli.js')

function isStale() {
  if (!built.every((file) => existsSync(file))) return true
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
  return ['sdk', 'widget', 'server', 'package-lock.json', 'rollup.config.mjs'].some((path) => newest(`${root}${path}`) > oldest)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter((name) => !/^(node_modules|dist|bench|testing)$|\.test\.tsx?$/.test(name))
  return Math.max(0, ...inside.map((name) => newest(`${path}/${name}`)))
}
