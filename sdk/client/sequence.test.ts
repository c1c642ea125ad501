import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSequence } from './sequence.ts'
import { aMessage } from './testing/message.ts'

const seqs = (sequence: ReturnType<typeof openSequence>) => sequence.messages.map(({ seq }) => seq)

test('what comes early waits for what is missing', () => {
  const sequence = openSequence()
  sequence.take([aMessage(1), aMessage(3)])
  expect(seqs(sequence)).toEqual([1])
  expect(sequence.waiting().map(({ seq }) => seq)).toEqual([3])
  sequence.take([aMessage(2)])
  expect(seqs(sequence)).toEqual([1, 2, 3])
  expect(sequence.waiting()).toEqual([])
})

test('a thread that begins with its last two hundred has nothing missing before them', () => {
  const sequence = openSequence()
  sequence.take([aMessage(503)])
  sequence.take([aMessage(501), aMessage(502)], true)
  expect(seqs(sequence)).toEqual([501, 502, 503])
})

test('earlier messages go before, each once', () => {
  const sequence = openSequence()
  sequence.take([aMessage(3), aMessage(4)], true)
  sequence.prepend([aMessage(1), aMessage(2), aMessage(3)])
  expect(seqs(sequence)).toEqual([1, 2, 3, 4])
})

test('in whatever order, and however often, messages arrive: they stand in order, once, without a hole', () => {
  const arrivals = fc
    .integer({ min: 1, max: 30 })
    .chain((count) => fc.tuple(fc.constant(count), fc.array(fc.integer({ min: 1, max: count }), { maxLength: 120 })))
  fc.assert(
    fc.property(arrivals, ([count, order]) => {
      const sequence = openSequence()
      for (const seq of order) sequence.take([aMessage(seq)])
      let held = 0
      while (order.includes(held + 1)) held++
      expect(seqs(sequence)).toEqual(Array.from({ length: held }, (_, at) => at + 1))
      sequence.take(
        Array.from({ length: count - held }, (_, at) => aMessage(held + at + 1)),
        true,
      )
      expect(seqs(sequence)).toHaveLength(count)
      expect(sequence.waiting()).toEqual([])
    }),
  )
})
