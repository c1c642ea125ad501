import { ticksFor } from '../rules.ts'
import { type Canvas, INK, INNER, PAGE, say } from './canvas.ts'

interface Axes {
  top: number
  height: number
  write: (value: number) => string
}

const GUTTER = 34

/** A bar for each value, with an axis of round figures and the labels for which there is room. */
export function barChart(
  canvas: Canvas,
  bars: readonly { label: string; value: number }[],
  { top, height, write }: Axes,
): void {
  const ticks = ticksFor(Math.max(0, ...bars.map(({ value }) => value)))
  const most = ticks.at(-1) ?? 1
  const left = PAGE.margin + GUTTER
  const width = INNER - GUTTER
  const heightOf = (value: number) => (value / most) * height
  for (const tick of ticks) {
    const y = top + height - heightOf(tick)
    canvas
      .moveTo(left, y)
      .lineTo(left + width, y)
      .lineWidth(0.5)
      .strokeColor(INK.line)
      .stroke()
    say(canvas, write(tick), { x: PAGE.margin, y: y - 4, width: GUTTER - 6, size: 7, color: INK.soft, align: 'right' })
  }
  const step = width / Math.max(bars.length, 1)
  const every = Math.max(1, Math.ceil(52 / step))
  bars.forEach(({ label, value }, place) => {
    const x = left + place * step
    if (value > 0)
      canvas.rect(x + step * 0.12, top + height - heightOf(value), step * 0.76, heightOf(value)).fill(INK.bar)
    if (place % every > 0) return
    say(canvas, label, { x: x - 4, y: top + height + 5, width: step * every + 4, size: 7, color: INK.soft })
  })
}

/** The hours of a week as squares: the darker, the more. The figure stands in each, so that colour alone says nothing. */
export function heatChart(
  canvas: Canvas,
  days: readonly (readonly number[])[],
  names: readonly string[],
  { top, height, write }: Axes,
): void {
  const most = Math.max(1, ...days.flat())
  const left = PAGE.margin + GUTTER
  const [wide, high] = [(INNER - GUTTER) / 24, (height - 12) / 7]
  for (let hour = 0; hour < 24; hour += 2)
    say(canvas, String(hour), { x: left + hour * wide, y: top, width: wide, size: 7, color: INK.soft, align: 'center' })
  days.forEach((hours, day) => {
    const y = top + 12 + day * high
    say(canvas, names[day] ?? '', { x: PAGE.margin, y: y + high / 2 - 4, width: GUTTER - 4, size: 7, color: INK.soft })
    hours.forEach((value, hour) => {
      const cell = { x: left + hour * wide, y, width: wide - 1.5, height: high - 1.5 }
      canvas.rect(cell.x, cell.y, cell.width, cell.height).fill(INK.ground)
      if (value === 0) return
      canvas.fillOpacity(0.15 + 0.85 * (value / most))
      canvas.rect(cell.x, cell.y, cell.width, cell.height).fill(INK.bar).fillOpacity(1)
      const color = value / most > 0.45 ? '#ffffff' : INK.text
      say(canvas, write(value), { x: cell.x, y: y + high / 2 - 4, width: cell.width, size: 6, color, align: 'center' })
    })
  })
}

export interface TableRow {
  name: string
  value: number
  cells: readonly string[]
}

const ROW = 16
const NAME = 150
const CELL = 72

export const tableHeight = (rows: number): number => (rows + 1) * ROW

/** A bar beside each name, and what else is known of it. */
export function barTable(canvas: Canvas, head: readonly string[], rows: readonly TableRow[], top: number): void {
  const most = Math.max(1, ...rows.map(({ value }) => value))
  const cells = PAGE.margin + INNER - head.length * CELL
  const room = cells - PAGE.margin - NAME - 8
  const line = (texts: readonly string[], y: number, color: string) =>
    texts.forEach((text, place) => {
      say(canvas, text, { x: cells + place * CELL, y, width: CELL, size: 8, color, align: 'right' })
    })
  line(head, top, INK.soft)
  rows.forEach(({ name, value, cells: texts }, place) => {
    const y = top + (place + 1) * ROW
    say(canvas, name, { x: PAGE.margin, y, width: NAME - 6, size: 8 })
    canvas.rect(PAGE.margin + NAME, y + 1, Math.max(0.5, (value / most) * room), 8).fill(INK.bar)
    line(texts, y, INK.text)
  })
}
