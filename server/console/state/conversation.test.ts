import { expect, test } from 'vitest'
import { arrange, keyOf, lastAnswer } from './conversation.ts'
import { adaResolved, aMessage, miraOpened, miraWrote } from './testing.ts'

const ada = { kind: 'agent', id: 'ada', name: 'Ada' } as const
const shape = (items: ReturnType<typeof arrange>) =>
  items.map((item) => (item.kind === 'group' ? `${item.side}×${item.messages.length}` : item.kind)).join(' ')

test('what one person says in one go stands together', () => {
  const items = arrange([
    aMessage({ id: 'm1', createdAt: '2026-11-20T10:00:00.000Z' }),
    aMessage({ id: 'm2', createdAt: '2026-11-20T10:01:00.000Z' }),
    aMessage({ id: 'm3', createdAt: '2026-11-20T10:02:00.000Z', type: 'agent_message', author: ada }),
    aMessage({ id: 'm4', createdAt: '2026-11-20T10:03:00.000Z', type: 'internal_note', author: ada }),
  ])
  expect(shape(items)).toBe('day customer×2 agent×1 note×1')
})

test('a longer silence begins anew, and so does another day', () => {
  const items = arrange([
    aMessage({ id: 'm1', createdAt: '2026-11-20T10:00:00.000Z' }),
    aMessage({ id: 'm2', createdAt: '2026-11-20T10:05:00.000Z' }),
    aMessage({ id: 'm3', createdAt: '2026-11-23T10:05:01.000Z' }),
  ])
  expect(shape(items)).toBe('day customer×1 customer×1 day customer×1')
})

test('two colleagues are not drawn as one', () => {
  const ben = { kind: 'agent', id: 'ben', name: 'Ben' } as const
  const items = arrange([
    aMessage({ id: 'm1', type: 'agent_message', author: ada }),
    aMessage({ id: 'm2', type: 'agent_message', author: ben }),
  ])
  expect(shape(items)).toBe('day agent×1 agent×1')
})

test('a message keeps its place on the page when it is stored', () => {
  const onItsWay = aMessage({ id: null, seq: null, clientId: 'c1', state: 'pending' })
  expect(keyOf({ ...onItsWay, id: 'm9', seq: 9, state: 'sent' })).toBe(keyOf(onItsWay))
})

test('only the newest stored answer tells whether it was read', () => {
  const answer = aMessage({ id: 'm2', type: 'agent_message', state: 'read' })
  const note = aMessage({ id: 'm3', type: 'internal_note' })
  const failed = aMessage({ id: null, type: 'agent_message', state: 'failed' })
  expect(lastAnswer([aMessage(), answer, note, failed])).toBe(answer)
})

test('what happened stands between the messages where it happened, and what follows from a message is not said', () => {
  const at = (minute: number) => `2026-11-20T10:0${minute}:00.000Z`
  const items = arrange(
    [aMessage({ id: 'm1', createdAt: at(1) }), aMessage({ id: 'm2', createdAt: at(3) })],
    [miraOpened(1), miraWrote(2), adaResolved(2), adaResolved(3, 'customer_wrote')],
  )
  expect(shape(items)).toBe('day customer×1 event customer×1')
})

test('what happened before the messages that are here is left to their page', () => {
  const from = '2026-11-20T10:03:00.000Z'
  expect(shape(arrange([aMessage({ createdAt: from })], [adaResolved(2)], from))).toBe('day customer×1')
})
