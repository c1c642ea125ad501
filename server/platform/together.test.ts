import { expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { type Outcome, Together } from './together.ts'

/** A desk that notes what came together, and works no faster than it is told. */
class Desk {
  readonly batches: string[][] = []
  readonly #doors: (() => void)[] = []
  readonly together = new Together<string, string>(async (shopId, items) => {
    this.batches.push(items.map((item) => `${shopId} ${item}`))
    await new Promise<void>((open) => this.#doors.push(open))
    if (items.includes('poison')) throw new Error('it broke')
    return items.map(
      (item): Outcome<string> =>
        item === 'refused' ? { refused: new Failure('forbidden') } : { answer: item.toUpperCase() },
    )
  })

  /** Lets everything through from now on, as it comes. */
  async untilDone<T>(work: Promise<T>): Promise<T> {
    let done = false
    const ended = work.finally(() => {
      done = true
    })
    while (!done) {
      for (const open of this.#doors.splice(0)) open()
      await new Promise(setImmediate)
    }
    return ended
  }
}

test('the first goes at once, and what comes meanwhile goes together, in its order', async () => {
  const desk = new Desk()
  const all = ['one', 'two', 'three'].map((item) => desk.together.do('perle', item))
  expect(desk.batches).toEqual([['perle one']])
  expect(await desk.untilDone(Promise.all(all))).toEqual(['ONE', 'TWO', 'THREE'])
  expect(desk.batches).toEqual([['perle one'], ['perle two', 'perle three']])
})

test('who is refused is refused alone', async () => {
  const desk = new Desk()
  const all = ['one', 'two', 'refused', 'four'].map((item) => desk.together.do('perle', item))
  const settled = await desk.untilDone(Promise.allSettled(all))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(settled[2]).toMatchObject({ reason: { code: 'forbidden' } })
})

test('a batch that breaks is tried one by one: what broke it fails alone', async () => {
  const desk = new Desk()
  const all = ['one', 'two', 'poison', 'four'].map((item) => desk.together.do('perle', item))
  const settled = await desk.untilDone(Promise.allSettled(all))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(desk.batches.slice(2)).toEqual([['perle two'], ['perle poison'], ['perle four']])
})

test('however much waits in one shop, the others have their turn', async () => {
  const desk = new Desk()
  const flood = Array.from({ length: 1_000 }, (_, place) => desk.together.do('perle', `${place}`))
  const quiet = ['nord', 'sud', 'est', 'ouest'].map((shopId) => desk.together.do(shopId, 'hello'))
  await desk.untilDone(Promise.all(quiet))
  expect(desk.batches.filter(([first]) => first?.startsWith('perle')).length).toBeLessThan(4)
  await desk.untilDone(Promise.all(flood))
  expect(desk.batches.flat().filter((item) => item.startsWith('perle'))).toEqual(
    flood.map((_, place) => `perle ${place}`),
  )
})

test('of one shop, so many may wait and no more', async () => {
  const desk = new Desk()
  const all = Array.from({ length: 2_001 }, () => desk.together.do('perle', 'hello'))
  expect(() => desk.together.do('perle', 'hello')).toThrow('Expected at most 2000 of a shop to wait for their turn.')
  const other = desk.together.do('nord', 'hello')
  await desk.untilDone(Promise.all([...all, other]))
})
