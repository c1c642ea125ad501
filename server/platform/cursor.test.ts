import { newId } from '@comptoir/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { page, readCursor, writeCursor } from './cursor.ts'

const at = new Date('2026-05-04T09:08:07.006Z')
const forged = (text: string) => Buffer.from(text).toString('base64url')

describe('a cursor', () => {
  test('is read as it was written', () => {
    const cursor = { at, id: newId() }
    expect(readCursor(writeCursor(cursor))).toEqual(cursor)
  })

  test.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['another text', forged('hello')],
    ['no id', forged(`${at.getTime()}.`)],
    ['dashes for an id', forged(`${at.getTime()}.${'-'.repeat(36)}`)],
    ['an id of the wrong form', forged(`${at.getTime()}.0190a000000070008000000000000000----`)],
    ['SQL behind the id', forged(`${at.getTime()}.${newId()}' OR 1=1 --`)],
    ['SQL before the time', forged(`1) OR (1=1.${newId()}`)],
    ['a time before all times', forged(`-1.${newId()}`)],
    ['a time beyond all times', forged(`${'9'.repeat(20)}.${newId()}`)],
    ['a time that is none', forged(`1e9.${newId()}`)],
    ['a second line', forged(`${at.getTime()}.${newId()}\n`)],
  ])('made of %s is refused', (_, text) => {
    expect(() => readCursor(text)).toThrow(expect.objectContaining({ code: 'invalid' }))
  })

  test('made of anything at all is either a place in the list or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string().map(forged)), (text) => {
        try {
          const cursor = readCursor(text)
          expect(Number.isNaN(cursor.at.getTime())).toBe(false)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'cursor' }] })
        }
      }),
    )
  })
})

describe('a page', () => {
  const rows = Array.from({ length: 4 }, () => ({ at, id: newId() }))

  test('ends with a cursor of its last row where one row more was found', () => {
    const { rows: kept, nextCursor } = page(rows, 3, (row) => row)
    expect(kept).toEqual(rows.slice(0, 3))
    expect(readCursor(nextCursor ?? '')).toEqual(rows[2])
  })

  test('that holds all there is ends without one', () => {
    expect(page(rows, 4, (row) => row)).toEqual({ rows, nextCursor: null })
    expect(page([], 4, (row: { at: Date; id: string }) => row)).toEqual({ rows: [], nextCursor: null })
  })
})
