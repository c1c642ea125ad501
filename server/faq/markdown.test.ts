import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf, textOf } from './markdown.ts'

describe('Markdown becomes', () => {
  test('headings, lists, quotes and code', () => {
    expect(contentOf('# Returns\n\n1. Print\n2. Send *soon*\n\n> Easy.\n\n```\nnpm ci\n```')).toEqual([
      { tag: 'h3', children: ['Returns'] },
      {
        tag: 'ol',
        children: [
          { tag: 'li', children: ['Print'] },
          { tag: 'li', children: ['Send ', { tag: 'em', children: ['soon'] }] },
        ],
      },
      { tag: 'blockquote', children: [{ tag: 'p', children: ['Easy.'] }] },
      { tag: 'pre', children: [{ tag: 'code', children: ['npm ci'] }] },
    ])
  })

  test.each([
    '[click](javascript:alert(1))',
    '[click](JaVaScRiPt:alert(1))',
    '[click](data:text/html,x)',
    '[click](/orders)',
  ])('text, where it is a link that leads nowhere safe: %s', (markdown) => {
    expect(contentOf(markdown)).toEqual([{ tag: 'p', children: ['click'] }])
  })

  test('text, where it is HTML', () => {
    const content = contentOf('<script>alert(1)</script>\n\nHello <img src=x onerror=alert(1)>')
    expect(textOf(content)).toContain('<script>alert(1)</script>')
    expect(JSON.stringify(content)).not.toMatch(/"tag":"(script|img)"/)
  })

  test('a link, where it is a picture', () => {
    expect(contentOf('![The label](https://shop.example/label.png)')).toEqual([
      { tag: 'p', children: [{ tag: 'a', href: 'https://shop.example/label.png', children: ['The label'] }] },
    ])
  })

  test('nothing that throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (markdown) => {
        expect(typeof textOf(contentOf(markdown))).toBe('string')
      }),
    )
  })
})
