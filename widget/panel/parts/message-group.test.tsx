// @vitest-environment happy-dom
import type { ThreadMessage } from '@comptoir/sdk'
import { render } from 'preact'
import { expect, test, vi } from 'vitest'
import words from '../locales/en.ts'
import { newModel } from '../state/model.ts'
import { group } from './groups.ts'
import { MessageGroup } from './message-group.tsx'

const said = (message: string, own: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id: 'message-1',
  seq: 1,
  ticketId: 'ticket',
  clientId: 'mira-1',
  type: 'customer_message',
  message,
  author: { kind: 'customer', id: 'mira', name: null },
  createdAt: '2026-11-22T10:00:00.000Z',
  state: 'sent',
  failure: null,
  ...own,
})

function draw(message: ThreadMessage, actions = {}) {
  const page = document.createElement('div')
  const model = newModel({ locale: 'en', words })
  const [its] = group([message], model.dates.dayOf)
  // Only what the part calls is given.
  const props = { model, actions } as Parameters<typeof MessageGroup>[0]
  if (its) render(<MessageGroup {...props} group={its} last={message} />, page)
  return page
}

test('markup stays the text that it is', () => {
  const text = '<img src=x onerror=alert(1)> <b>bold</b> &amp;'
  const page = draw(said(text))
  expect(page.querySelector('.bubble')?.textContent).toBe(text)
  expect(page.querySelector('img, b')).toBeNull()
})

test('a link opens elsewhere, and tells nothing to where it leads', () => {
  const link = draw(said('See https://maison-perle.example.')).querySelector('a')
  expect(link?.getAttribute('href')).toBe('https://maison-perle.example')
  expect(link?.getAttribute('target')).toBe('_blank')
  expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc')
})

test('each message says to a screen reader who wrote it', () => {
  expect(draw(said('Hello')).querySelector('.message')?.textContent).toBe('You: Hello')
  const answer = said('Hello', { author: { kind: 'agent', id: 'ada', name: 'Ada' }, type: 'agent_message' })
  expect(draw(answer).querySelector('.message')?.textContent).toBe('Ada: Hello')
})

test('a message that was refused can be discarded', () => {
  const discard = vi.fn()
  const page = draw(said('Hello', { state: 'failed' }), { discard })
  expect(page.querySelector('.bad')?.textContent).toBe('Not sentTry againDiscard')
  page.querySelectorAll('button')[1]?.click()
  expect(discard).toHaveBeenCalledWith('mira-1')
})
