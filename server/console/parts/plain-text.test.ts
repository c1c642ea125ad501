import { expect, test } from 'vitest'
import { linkParts } from './plain-text.tsx'

const linksIn = (text: string) => linkParts(text).flatMap(({ href }) => href ?? [])

test('an address can be followed, the full stop after it is not part of it', () => {
  expect(linksIn('See https://track.example/MP-1?x=1. Thanks')).toEqual(['https://track.example/MP-1?x=1'])
  expect(linksIn('(http://shop.example/a)')).toEqual(['http://shop.example/a'])
})

test('nothing but http and https becomes a link', () => {
  expect(linksIn('javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example')).toEqual([])
})

test('no letter is lost or added', () => {
  const text = 'a https://x.example/1 b\nhttps://y.example/2'
  expect(
    linkParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})
