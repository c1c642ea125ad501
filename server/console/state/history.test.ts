import { expect, test } from 'vitest'
import { historyLines } from './history.ts'
import { adaResolved, miraOpened, miraWrote } from './testing.ts'

test('the history is read from the latest, whatever order it came in', () => {
  const kinds = historyLines([adaResolved(3), miraOpened(1), miraWrote(2)]).map((line) => line.kind)
  expect(kinds).toEqual(['event', 'messages', 'event'])
})

test('messages of one person in a row are one line with a count', () => {
  const lines = historyLines([miraWrote(1), miraWrote(2), adaResolved(3), miraWrote(4)])
  expect(lines.map((line) => (line.kind === 'messages' ? line.count : line.kind))).toEqual([1, 'event', 2])
})

test('what a newer server tells is left out rather than shown as a riddle', () => {
  const unheardOf = JSON.parse(JSON.stringify({ ...miraOpened(2), type: 'ticket.sung' }))
  expect(historyLines([miraOpened(1), unheardOf])).toHaveLength(1)
})
