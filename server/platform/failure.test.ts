import { FAILURES, type FailureCode } from '@comptoir/sdk/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Failure, parse } from './failure.ts'

const teapot = z.strictObject({ name: z.string().max(10), parts: z.array(z.strictObject({ size: z.number() })) })

function refusal(input: unknown): Failure {
  try {
    parse(teapot, input)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('it was let in')
}

describe('input that a schema refuses', () => {
  test('names each field with its path, what was expected and what came', () => {
    const failure = refusal({ name: 7, parts: [{ size: 1 }, { size: 'big' }] })
    expect(failure.code).toBe('invalid')
    expect(failure.errors).toEqual([
      { path: 'name', detail: 'Expected text, got 7.' },
      { path: 'parts.1.size', detail: 'Expected a number, got "big".' },
    ])
    expect(failure.message).toMatch(/^name: /)
  })

  test('names each field that nobody knows', () => {
    const failure = refusal({ name: 'Mira', parts: [{ size: 1, colour: 'red' }], role: 'admin', __proto__: {} })
    expect(failure.errors.map(({ path }) => path)).toEqual(['parts.0.colour', 'role'])
  })

  test('is not repeated at length', () => {
    const failure = refusal({ name: 'Mira', parts: [], ['x'.repeat(60_000)]: 1 })
    expect(JSON.stringify(failure.errors).length).toBeLessThan(600)
    expect(failure.message.length).toBeLessThan(600)
  })

  test('is told by twenty errors at most', () => {
    const failure = refusal({ name: 'Mira', parts: Array.from({ length: 500 }, () => ({ size: 'big' })) })
    expect(failure.errors).toHaveLength(20)
  })
})

test.each(Object.keys(FAILURES) as FailureCode[])(
  'the failure %s has a sentence of its own where none is given',
  (code) => {
    expect(new Failure(code).message).toBe(FAILURES[code].title)
    expect(FAILURES[code].title).toMatch(/^[A-Z].*\.$/)
  },
)
