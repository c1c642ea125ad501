import { expect, test } from 'vitest'
import { findLinks } from './links.ts'

const linksIn = (message: string) => findLinks(message).flatMap(({ text, href }) => (href ? [[text, href]] : []))

test('addresses of pages, mail and telephone become links, as they are written', () => {
  expect(linksIn('See https://maison-perle.example/teas?sort=new#top or www.perle.example')).toEqual([
    ['https://maison-perle.example/teas?sort=new#top', 'https://maison-perle.example/teas?sort=new#top'],
    ['www.perle.example', 'https://www.perle.example'],
  ])
  expect(linksIn('ada@perle.example, mailto:ben@perle.example, tel:+33123456789')).toEqual([
    ['ada@perle.example', 'mailto:ada@perle.example'],
    ['mailto:ben@perle.example', 'mailto:ben@perle.example'],
    ['tel:+33123456789', 'tel:+33123456789'],
  ])
})

test('the punctuation of the sentence stays outside', () => {
  expect(linksIn('(see https://perle.example/a_(b)). Or https://perle.example/c?')).toEqual([
    ['https://perle.example/a_(b)', 'https://perle.example/a_(b)'],
    ['https://perle.example/c', 'https://perle.example/c'],
  ])
})

test('an address with thousands of brackets and stops behind it leaves them outside', () => {
  for (const tail of [')'.repeat(7_990), ').'.repeat(3_995)]) {
    expect(findLinks(`http://a${tail}`)).toEqual([{ text: 'http://a', href: 'http://a' }, { text: tail }])
  }
  expect(linksIn('((https://perle.example/a_(b)!).)')).toEqual([
    ['https://perle.example/a_(b)', 'https://perle.example/a_(b)'],
  ])
})

test('nothing is lost: the pieces put together are the message', () => {
  for (const message of [
    '',
    'a',
    'x https://a.example, y ada@b.example.',
    'https://a.example https://b.example',
    '«www.a.example»',
  ]) {
    expect(
      findLinks(message)
        .map(({ text }) => text)
        .join(''),
    ).toBe(message)
  }
})

test('no other scheme ever becomes a link', () => {
  for (const message of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '//evil.example',
    'https:evil.example',
    'file:///etc/passwd',
    'blob:https//x',
  ]) {
    expect(linksIn(message)).toEqual([])
  }
  for (const [, href] of linksIn('javascript://https://perle.example/%0aalert(1) "https://perle.example"onclick=x')) {
    expect(href).toMatch(/^https:\/\/perle\.example/)
  }
})

test('a character that turns the direction of writing ends the address', () => {
  expect(linksIn('https://perle.example/\u202egpj.exe')).toEqual([['https://perle.example/', 'https://perle.example/']])
})

test('a message of full length is read at once, however it is made', () => {
  for (const piece of ['a@', 'www.', 'https://', '(', ')', 'a.b-', 'mailto:']) {
    expect(findLinks(piece.repeat(2_000)).length).toBeGreaterThan(0)
  }
})
