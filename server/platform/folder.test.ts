import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from './folder.ts'

function aPlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'comptoir-folder-'))
  onTestFinished(() => rmSync(place, { recursive: true }))
  return place
}

test('a folder is made with those above it, and may be there already', () => {
  const path = join(aPlace(), 'a', 'b', 'c')
  makeFolder(path)
  makeFolder(path)
  expect(statSync(path).isDirectory()).toBe(true)
})

test('a file is no folder, and nothing can be below it', () => {
  const file = join(aPlace(), 'file')
  writeFileSync(file, '')
  expect(() => makeFolder(file)).toThrow(/EEXIST/)
  expect(() => makeFolder(join(file, 'a', 'b'))).toThrow(/ENOTDIR/)
})

test.runIf(process.platform === 'linux')('where the system denies it, it says so and comes to an end', () => {
  for (const path of ['/proc/nope', '/proc/nope/further']) expect(() => makeFolder(path)).toThrow(/ENOENT|EACCES/)
})
