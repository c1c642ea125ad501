import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  optionalDependencies?: Record<string, string>
  hasInstallScript?: boolean
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))
const lock: { packages: Record<string, Locked> } = read('package-lock.json')
const { allowScripts }: { allowScripts: Record<string, boolean> } = read('package.json')
const paths = Object.keys(lock.packages)
const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')

/** npm leaves out what it could not fetch when it wrote the file; then `npm ci` of npm 11 refuses the whole file, on every machine. */
test('the lock file knows the builds for every platform', () => {
  const wanted = Object.values(lock.packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}))
  const known = new Set(paths.map(nameOf))
  expect(wanted.length).toBeGreaterThan(0)
  expect(wanted.filter((name) => !known.has(name))).toEqual([])
})

/** npm 11 warns of a package whose script nobody has decided on, later releases do not run it. */
test('every package with an install script is decided on', () => {
  const scripted = paths.filter((path) => lock.packages[path]?.hasInstallScript).map(nameOf)
  expect(scripted.filter((name) => !(name in allowScripts))).toEqual([])
})
