import { expect, test } from 'vitest'
import { FAILURES, type FailureCode } from '../contract/index.ts'
import { Failure } from './failure.ts'

const codes = Object.keys(FAILURES) as FailureCode[] // The keys are what the type says: the table is a constant.

test.each(codes)('a failure knows as well as the contract whether %s may pass', (code) => {
  expect(new Failure(code, '').retry).toBe(FAILURES[code].retry)
})

test('a lost network may come back, an aborted call was meant to end', () => {
  expect(new Failure('network', '').retry).toBe(true)
  expect(new Failure('aborted', '').retry).toBe(false)
})
