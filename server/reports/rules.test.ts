import { parseCsv } from 'hucre/csv'
import { describe, expect, test } from 'vitest'
import { csvLine, safeText, ticksFor } from './rules.ts'

describe('a cell', () => {
  test.each([
    '=HYPERLINK("https://evil.example")',
    '+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '  =1',
    '"=1',
    '\uFEFF=1',
    '\u00a0@x',
    '|cmd',
    '%x',
    '\tHello',
  ])('that begins like a formula is text: %j', (text) => {
    expect(safeText(text)).toBe(`'${text}`)
  })

  test.each(['Mira', '“Perle”', '1 = 1', 'a@b.example', '', "l'été", '#83', 'é=1'])(
    'that does not stays: %j',
    (text) => {
      expect(safeText(text)).toBe(text)
    },
  )

  test.each([',', ';'] as const)('comes back whole through another reader, parted by %s', (separator) => {
    const cells = ['a"b', 'two\nlines', 'one,two;three', ' blanks ', '', "'=1", '\r\n', 'ligne 1\r\nligne 2', 'é€œ']
    expect(parseCsv(csvLine(cells, separator) + csvLine(cells, separator), { delimiter: separator })).toEqual([
      cells,
      cells,
    ])
  })
})

test.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [1234, [0, 500, 1000, 1500]],
])('an axis up to %d has round figures', (most, ticks) => {
  expect(ticksFor(most)).toEqual(ticks)
})
