import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asColor, textOn } from './color.ts'

/** WCAG 2.2, in full: what the loader has no room for. */
const CURVE = Array.from({ length: 256 }, (_, part) => {
  const share = part / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})
const luminance = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
  0.2126 * (CURVE[Math.round(red)] ?? 0) +
  0.7152 * (CURVE[Math.round(green)] ?? 0) +
  0.0722 * (CURVE[Math.round(blue)] ?? 0)
const contrast = (one: number, other: number) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
const hex = (parts: readonly number[]) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`

function* colors(step: number): Generator<[number, number, number]> {
  for (let red = 0; red < 256; red += step)
    for (let green = 0; green < 256; green += step)
      for (let blue = 0; blue < 256; blue += step) yield [red, green, blue]
}

test('text on a shop’s colour keeps a contrast of 4.5, whatever the colour', () => {
  let least = 21
  // 3 divides 255, so that black, white and the pure colours are among them.
  for (const color of colors(3)) {
    const text = textOn(hex(color)) === '#fff' ? 1 : 0
    least = Math.min(least, contrast(text, luminance(color)))
  }
  expect(least).toBeGreaterThanOrEqual(4.5)
})

const css = readFileSync(new URL('../panel/panel.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('.dark {')

function shade(sheet: string, name: string): number[] {
  const [, short] = new RegExp(`--${name}: #([\\da-f]+);`).exec(sheet) ?? []
  const full = short?.length === 3 ? short.replace(/./g, '$&$&') : short
  return [0, 2, 4].map((at) => Number.parseInt(full?.slice(at, at + 2) ?? '', 16))
}

test.each([
  ['light', light],
  ['dark', dark],
])('in the %s panel, text keeps a contrast of 4.5 on every surface', (_, sheet) => {
  const surfaces = ['back', 'fill'].map((name) => luminance(shade(sheet, name)))
  for (const name of ['text', 'soft', 'bad'])
    for (const surface of surfaces) expect(contrast(luminance(shade(sheet, name)), surface)).toBeGreaterThanOrEqual(4.5)
})

test.each([
  ['light', light],
  ['dark', dark],
])('in the %s panel, links in the shop’s colour keep it too, whatever the colour', (_, sheet) => {
  const share = Number(/--ink: color-mix\(in srgb, var\(--text\) (\d+)%, var\(--brand\)\)/.exec(css)?.[1]) / 100
  const text = shade(sheet, 'text')
  const surfaces = ['back', 'fill'].map((name) => luminance(shade(sheet, name)))
  let least = 21
  for (const brand of colors(15)) {
    const ink = luminance(brand.map((part, at) => part * (1 - share) + (text[at] ?? 0) * share))
    for (const surface of surfaces) least = Math.min(least, contrast(ink, surface))
  }
  expect(least).toBeGreaterThanOrEqual(4.5)
})

test('only a full hexadecimal colour is taken', () => {
  expect(asColor('#1F5eff')).toBe('#1F5eff')
  for (const other of ['teal', '#fff', '#1f5effff', ' #1f5eff', 'url(x)', '', undefined, null]) {
    expect(asColor(other)).toBeUndefined()
  }
})
