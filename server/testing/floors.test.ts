import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** From the ground up. A file may import its own floor and those below; a line with several names is one floor. */
const FLOORS = [
  ['sdk/contract'],
  ['sdk/client', 'sdk/node'],
  ['widget/socket', 'widget/panel', 'widget/loader'],
  ['widget/module'],
  ['server/console'],
  ['server/cannot-start.ts', 'server/config.ts', 'server/schema.ts', 'server/migrations'],
  ['server/platform'],
  ['server/shops'],
  ['server/identity'],
  ['server/keys'],
  ['server/timeline'],
  ['server/categories'],
  ['server/departments'],
  ['server/tickets'],
  ['server/attachments'],
  ['server/presence'],
  ['server/visits'],
  ['server/chat'],
  ['server/assignment'],
  ['server/escalation'],
  ['server/workflow'],
  ['server/ratings'],
  ['server/mail'],
  ['server/views', 'server/drafts', 'server/replies'],
  ['server/stats'],
  ['server/reports'],
  ['server/metrics'],
  ['server/contact'],
  ['server/faq'],
  ['server/welcome'],
  ['server/webhooks'],
  ['server/orders'],
  ['server/docs'],
  ['server/pages'],
  ['server/reactions.ts'],
  ['server/app.ts'],
  ['server/database.ts'],
  ['server/main.ts'],
  ['server/commands.ts', 'server/commands'],
  ['server/doctor'],
  ['server/cli.ts', 'server/cli'],
  ['server/testing', 'server/bench'],
]

/** Rooms side by side that do not know each other: front ends stand on the sdk alone. */
const STRANGERS: [string, string][] = [
  ['server/', 'widget/'],
  ['server/', 'server/console/'],
  ['server/console/', 'widget/'],
  ['widget/', 'server/'],
  ['widget/loader/', 'sdk/client/'],
]

const sources = filesOf(['sdk', 'widget', 'server']).filter(
  (file) => !/\.test\.tsx?$|\/testing[/.-]|\.d\.ts$/.test(file),
)
const arrows = sources.flatMap((file) => importsOf(file).map((target) => ({ file, target })))

test('every source file stands on a floor', () => {
  expect(sources.filter((file) => floorOf(file) < 0)).toEqual([])
})

test('imports point downstairs', () => {
  const upward = arrows.filter(({ file, target }) => floorOf(target) > floorOf(file))
  expect(upward.map(({ file, target }) => `${file} -> ${target}`)).toEqual([])
})

test('front ends and server know the sdk and not each other', () => {
  const wrong = arrows.filter(({ file, target }) =>
    STRANGERS.some(([from, to]) => file.startsWith(from) && !file.startsWith(to) && target.startsWith(to)),
  )
  expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([])
})

test('no file imports itself by a ring', () => {
  const rings: string[] = []
  const targets = new Map(sources.map((file) => [file, importsOf(file)]))
  const walk = (file: string, path: string[], done: Set<string>) => {
    if (path.includes(file)) return void rings.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (done.has(file)) return
    done.add(file)
    for (const target of targets.get(file) ?? []) walk(target, [...path, file], done)
  }
  const done = new Set<string>()
  for (const file of sources) walk(file, [], done)
  expect(rings).toEqual([])
})

describe('what has one place', () => {
  const server = sources.filter((file) => file.startsWith('server/') && !/^server\/(console|bench)\//.test(file))
  const holding = (pattern: RegExp, files: string[]) => files.filter((file) => pattern.test(read(file)))

  test('SQL is in store.ts, in the platform and in migrations', () => {
    const speaking = holding(/\bsql(<[^`]*>)?`|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/, server)
    expect(speaking.filter((file) => !/\/store\.ts$|^server\/(platform|migrations)\//.test(file))).toEqual([])
  })

  test('the environment is read by config.ts, to whom the command line hands it', () => {
    expect(holding(/process\.env/, server).filter((file) => file !== 'server/cli.ts')).toEqual([])
  })

  test('rules know neither the clock nor chance nor the database', () => {
    const rules = server.filter((file) => file.endsWith('/rules.ts'))
    expect(rules.length).toBeGreaterThan(0)
    expect(holding(/Date\.now\(|new Date\(\)|Math\.random|from '.*(db|store)\.ts'/, rules)).toEqual([])
  })

  test('no request goes out but through the guarded places', () => {
    const calls = holding(/\bfetch\(|https?\.request\(/, server)
    // The store of files is the operator's own choice.
    expect(calls).toEqual(['server/doctor/there-and-back.ts', 'server/platform/files/s3.ts'])
  })

  test('nobody says utils, helpers, manager or service', () => {
    expect(sources.filter((file) => /(utils?|helpers?|manager|service)(\/|\.tsx?$)/i.test(file))).toEqual([])
  })
})

function floorOf(file: string): number {
  const rooms = FLOORS.flatMap((names, floor) => names.map((name) => ({ name, floor })))
  const mine = rooms.filter(({ name }) => file === name || file.startsWith(`${name}/`))
  return Math.max(-1, ...mine.map(({ floor }) => floor))
}

function filesOf(folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
}

function importsOf(file: string): string[] {
  const found = read(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...found].flatMap(([, name = '']) => resolveImport(file, name) ?? [])
}

function resolveImport(file: string, name: string): string | null {
  if (name.startsWith('.'))
    return /\.tsx?$/.test(name) ? relative('.', normalize(join(dirname(file), name))).replaceAll('\\', '/') : null
  if (name === '@comptoir/sdk') return 'sdk/client/index.ts'
  return name.startsWith('@comptoir/sdk/') ? `${name.replace('@comptoir/', '')}/index.ts` : null
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
