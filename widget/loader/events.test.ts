import { expect, test, vi } from 'vitest'
import { openEvents } from './events.ts'

const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)))

test('a listener hears its event until it is taken back, either way', async () => {
  const { on, off, emit } = openEvents()
  const [first, second] = [vi.fn(), vi.fn()]
  const stop = on('unread', first)
  on('unread', second)
  emit('unread', { count: 1 })
  emit('open', undefined)
  await settled()
  stop()
  off('unread', second)
  emit('unread', { count: 2 })
  await settled()
  expect(first.mock.calls).toEqual([[{ count: 1 }]])
  expect(second.mock.calls).toEqual([[{ count: 1 }]])
})

test('once is once, and can be taken back before', async () => {
  const { once, off, emit } = openEvents()
  const [heard, unheard] = [vi.fn(), vi.fn()]
  once('open', heard)
  once('open', unheard)
  off('open', unheard)
  emit('open', undefined)
  await settled()
  emit('open', undefined)
  await settled()
  expect(heard).toHaveBeenCalledTimes(1)
  expect(unheard).not.toHaveBeenCalled()
})

test('who listens for "ready" is told at once, since the launcher stands', async () => {
  const { on } = openEvents()
  const ready = vi.fn()
  on('ready', ready)
  expect(ready).not.toHaveBeenCalled()
  await settled()
  expect(ready).toHaveBeenCalledTimes(1)
})
