import { expect, test } from 'vitest'
import { addressOf, HOME, type Place, placeOf } from './address.ts'

const at = (address: string): Place => {
  const { pathname, search } = new URL(address, 'https://support.example')
  return placeOf(pathname, search)
}

test('the house number leads to all tickets', () => {
  expect(at('/')).toEqual(HOME)
  expect(at('/tickets')).toEqual(HOME)
  expect(at('/tickets/')).toEqual(HOME)
})

test('an address says the view, the search and the ticket', () => {
  expect(at('/tickets/83?status=in_progress&q=blue+teapot')).toEqual({
    page: 'inbox',
    view: 'all',
    filter: { status: 'in_progress' },
    q: 'blue teapot',
    ticket: '83',
  })
})

test('a status that does not exist shows all tickets', () => {
  expect(at('/tickets?view=constructor&from=yesterday')).toEqual(HOME)
  expect(at('/tickets?status=constructor')).toEqual(HOME)
})

test('a broken escape in an address is taken as it stands', () => {
  expect(at('/tickets/%E0%A4%A')).toMatchObject({ ticket: '%E0%A4%A' })
})

test('every page has its address', () => {
  expect(at('/settings')).toEqual({ page: 'settings', section: 'shop' })
  expect(at('/settings/replies')).toEqual({ page: 'settings', section: 'replies' })
  expect(at('/support')).toEqual({ page: 'support' })
  expect(at('/mail')).toEqual({ page: 'mail' })
  expect(at('/sign-in')).toEqual({ page: 'signIn' })
})

test.each(['/nowhere', '/tickets/1/2', '/settings/more'])('%s is missing', (address) => {
  expect(at(address)).toEqual({ page: 'missing' })
})

test.each<Place>([
  HOME,
  { ...HOME, view: 'escalated' },
  { ...HOME, q: 'é & ü?', ticket: 'a/b#1' },
  { ...HOME, view: 'mine', filter: { priority: 'urgent', tag: 'vip', assignee: 'none' } },
  { ...HOME, view: '01a20000-0000-7000-8000-000000000001' },
  { page: 'settings', section: 'shop' },
  { page: 'settings', section: 'replies' },
  { page: 'support' },
  { page: 'mail' },
  { page: 'signIn' },
])('a place comes back from its own address: %j', (place) => {
  expect(at(addressOf(place))).toEqual(place)
})
