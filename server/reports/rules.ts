/*
 * Cells of a spreadsheet. A spreadsheet program takes text that begins like a formula for one, and runs what a shopper
 * has written on the machine of whoever opens the file. An apostrophe before it makes it text everywhere.
 */

/**
 * What begins like a formula, also behind what programs pass over: blanks, controls, a byte order mark, quotation marks.
 * Full-width signs count: Excel in East Asian languages takes them for the plain ones.
 */
const FORMULA = /^[\p{Z}\p{C}"'‘’“”]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u

export const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** One line as RFC 4180 has it. */
export const csvLine = (cells: readonly string[], separator: ',' | ';'): string =>
  `${cells.map(quoted).join(separator)}\r\n`

const quoted = (cell: string): string => (/[",;\r\n\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** A file's name: by the days of its period. */
export const fileName = (from: string, to: string, ending: string): string => `tickets_${from}_${to}.${ending}`

/** Round figures for an axis: from zero to no less than the greatest. */
export function ticksFor(greatest: number, wanted = 4): number[] {
  const rough = Math.max(greatest, 1) / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power)
  return Array.from({ length: Math.ceil(Math.max(greatest, 1) / step) + 1 }, (_, place) => place * step)
}
