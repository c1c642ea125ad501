import { expect, test } from 'vitest'
import { callsSomebody, mentionParts, withName } from './mention.ts'

test('a sign after a space or at the beginning calls somebody, one inside an address does not', () => {
  expect(callsSomebody('@', 1)).toBe(true)
  expect(callsSomebody('Look, @', 7)).toBe(true)
  expect(callsSomebody('mira@', 5)).toBe(false)
})

test('the name takes its place, and the writing goes on behind it', () => {
  expect(withName('Look, @ please', 7, 'Ben')).toBe('Look, @Ben  please')
})

test('the names of colleagues are found, the longest first, and no beginnings of others', () => {
  const names = mentionParts('@Ben Okoro and @Ben, not @Benjamin', ['Ben', 'Ben Okoro']).filter(({ isName }) => isName)
  expect(names.map(({ text }) => text)).toEqual(['@Ben Okoro', '@Ben'])
})
