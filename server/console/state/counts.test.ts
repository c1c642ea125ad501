import { expect, test } from 'vitest'
import { countFact } from './counts.ts'
import { adaResolved, miraOpened, miraWrote } from './testing.ts'

test('a new ticket counts as open', () => {
  expect(countFact({ open: 2 }, miraOpened(1))).toEqual({ open: 3 })
})

test('a change of status moves one from here to there, as far as both are counted', () => {
  expect(countFact({ open: 2, pending: 1 }, adaResolved(1))).toEqual({ open: 1, pending: 1 })
})

test('what is not known stays unknown, and nothing is less than none', () => {
  expect(countFact({}, miraOpened(1))).toEqual({})
  expect(countFact({ open: 0 }, adaResolved(1))).toEqual({ open: 0 })
})

test('a message moves nothing', () => {
  expect(countFact({ open: 2 }, miraWrote(1))).toEqual({ open: 2 })
})
