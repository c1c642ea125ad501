import { expect, test } from 'vitest'
import { type Cluster, mayHaveMissed } from './rules.ts'

const nodes = (signs: Record<string, [doubtedAt: number, isAlive: boolean]>): Cluster =>
  new Map(Object.entries(signs).map(([id, [doubtedAt, isAlive]]) => [id, { doubtedAt, isAlive }]))

const two = nodes({ here: [0, true], there: [5, true] })

test.each([
  ['nothing has happened', two, two, false],
  ['a node doubts anew', two, nodes({ here: [0, true], there: [6, true] }), true],
  ['a node doubts for the first time', two, nodes({ here: [7, true], there: [5, true] }), true],
  ['a node falls silent', two, nodes({ here: [0, true], there: [5, false] }), true],
  [
    'a node has been silent for a while',
    nodes({ here: [0, true], there: [5, false] }),
    nodes({ here: [0, true], there: [5, false] }),
    false,
  ],
  ['a node has left in order', two, nodes({ here: [0, true] }), false],
  ['a node has come', nodes({ here: [0, true] }), nodes({ here: [0, true], there: [0, true] }), false],
  ['a node has come that doubts', nodes({ here: [0, true] }), nodes({ here: [0, true], there: [1, true] }), true],
  ['a node that is alone doubts', nodes({ here: [0, true] }), nodes({ here: [1, true] }), false],
])('when %s', (_, before, now, missed) => {
  expect(mayHaveMissed(before, now)).toBe(missed)
})
