/** `#rrggbb`, in small letters. */
export type Color = `#${string}`

export function colorOf(text: string): Color | null {
  const color = text.toLowerCase()
  return /^#[0-9a-f]{6}$/.test(color) ? `#${color.slice(1)}` : null
}

/** Black or white, whichever is the better to read on this colour (WCAG 2, relative luminance). */
export function inkOn(color: Color): '#000' | '#fff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(color.slice(at, at + 2), 16) / 255),
  )
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#fff' : '#000'
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
