export const BLACK = '#000000'
export const WHITE = '#ffffff'
/** WCAG 2.2, 1.4.3. */
const LEAST = 4.5

const HEX = /^#[\da-f]{6}$/i
export const isColor = (text: string | undefined): text is string => HEX.test(text ?? '')

/** Relative luminance, 0 to 1. */
function luminance(color: string): number {
  const linear = (at: number): number => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5)
}

/** From 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** White or black, whichever can be read on `color`: one of them always reaches 4.58. */
export const textOn = (color: string): string => (contrast(color, WHITE) < LEAST ? BLACK : WHITE)
