import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The oldest release of each package that we may ship: what came before has a hole that one of our hostile cases goes through. */
const FLOORS: [name: string, floor: string, because: string][] = [
  ['hono', '4.13.7', 'token algorithms, CORS, bodies, static paths'],
  ['@hono/node-server', '2.1.6', 'a reset during an upgrade ended the process'],
  ['engine.io', '6.6.10', 'malformed handshakes'],
  ['socket.io', '4.6.2', 'an "error" event ended the process'],
  ['socket.io-parser', '4.2.6', 'attachments without end'],
  ['ws', '8.21.0', 'tiny fragments'],
  ['kysely', '0.28.17', 'JSON path keys'],
  ['pg', '8.21.0', 'column aliases'],
  ['nodemailer', '10.4.1', 'addresses and headers'],
  ['smtp-server', '3.18.3', 'lines without end'],
  ['mailparser', '3.9.16', 'links in plain text'],
  ['preact', '10.28.2', 'objects rendered as elements'],
]

const lock: { packages: Record<string, { version?: string; resolved?: string; link?: boolean }> } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
)

test.each(FLOORS)('every %s in the lock file is %s or later: %s', (name, floor) => {
  const versions = Object.entries(lock.packages).flatMap(([path, { version }]) =>
    path.endsWith(`node_modules/${name}`) ? (version ?? []) : [],
  )
  expect(versions).not.toEqual([])
  expect(versions.filter((version) => isBelow(version, floor))).toEqual([])
})

test('the lock file names no registry', () => {
  const named = Object.entries(lock.packages).filter(([, { resolved, link }]) => resolved !== undefined && !link)
  expect(named).toEqual([])
})

function isBelow(version: string, floor: string): boolean {
  const [left, right] = [version, floor].map((text) => text.split('-')[0]?.split('.').map(Number) ?? [])
  for (let index = 0; index < 3; index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
