import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SCOPES } from '@comptoir/sdk/contract'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ROOT, run } from '../sdk/testing/package.ts'

const PAGES = ['sdk/README.md', 'examples/README.md']
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const blocksOf = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text)

test.each(PAGES)('what %s shows is what the compiler takes', (page) => {
  const blocks = [...blocksOf(page, 'ts'), ...blocksOf(page, 'js')]
  expect(blocks.length).toBeGreaterThan(0)
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-pages-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'shown'))
  for (const [index, block] of blocks.entries())
    writeFileSync(join(folder, `shown/block-${index + 1}.ts`), `${block}\nexport {}\n`)
  const compilerOptions = { typeRoots: [join(ROOT, 'node_modules/@types')], types: ['node'] }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['shown'], exclude: [] }),
  )
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'], folder)
})

describe.each(PAGES)('%s', (page) => {
  const lines = blocksOf(page, 'sh').join('').replaceAll('\\\n', ' ').split('\n')

  test('names files that there are', () => {
    const named = lines.flatMap((line) => [...line.matchAll(/\bexamples\/[\w./-]+/g)].map(([path]) => path))
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    const linked = [...read(page).matchAll(/\]\(((?!https?:|#)[^)#\s]+)/g)].map(([, path = '']) => path)
    expect(linked.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([])
  })

  test('gives commands that there are', () => {
    const known = read('server/cli.ts')
    const asked = lines
      .filter((line) => line.includes('npx comptoir '))
      .flatMap((line) => line.match(/--[\w-]+/g) ?? [])
    expect(asked.filter((option) => !known.includes(`'${option}`))).toEqual([])
  })
})

test('every scope is explained', () => {
  const page = read('sdk/README.md')
  expect(SCOPES.filter((scope) => !page.includes(`\`${scope}\``))).toEqual([])
})

test('the changelog begins with the version that is published', () => {
  const { version } = JSON.parse(read('sdk/package.json'))
  expect(/^## (\S+)/m.exec(read('sdk/CHANGELOG.md'))?.[1]).toBe(version)
})
