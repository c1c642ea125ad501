import type { ThreadMessage, ThreadState } from '@comptoir/sdk'
import { expect, test } from 'vitest'
import { createStore } from './source.ts'
import { aMessage } from './testing.ts'
import { whenSent } from './ticket.ts'

const withAnswer = (state: ThreadMessage['state'] | null): ThreadState => ({
  ticket: null,
  messages: state ? [aMessage({ clientId: 'c1', state })] : [],
  typing: null,
  viewers: [],
  hasEarlier: false,
  loading: false,
  failure: null,
})

test.each([
  ['sent', true],
  ['delivered', true],
  ['read', true],
  ['failed', false],
  [null, false],
] as const)('an answer on its way that ends as %s: %s', async (end, sent) => {
  const thread = createStore(withAnswer('pending'))
  const done = whenSent(thread, 'c1')
  thread.set(withAnswer('pending'))
  thread.set(withAnswer(end))
  expect(await done).toBe(sent)
})
