import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test('an id is a UUID of version 7 and sorts by its time', () => {
  const ids = Array.from({ length: 200 }, (_, at) => newId(Date.UTC(2026, 10, 22) + at))
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect([...ids].sort()).toEqual(ids)
  expect(Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 22))
})

test('ids of the same millisecond differ', () => {
  expect(new Set(Array.from({ length: 1000 }, () => newId(1))).size).toBe(1000)
})
