/** The text, where it is a colour such as `#1f5eff`. */
export const asColor = (text: unknown): string | undefined => /^#[\da-f]{6}$/i.exec(`${text}`)?.[0]

/**
 * White or black, whichever can be read on `color`. One power for the two-part curve of WCAG, in a place where every byte
 * counts: the contrast is still at least 4.5:1 for each of the 16.7 million colours. The test reckons every 27th.
 */
export function textOn(color: string): string {
  const light = (at: number) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2
  return 0.2126 * light(1) + 0.7152 * light(3) + 0.0722 * light(5) > 0.18 ? '#000' : '#fff'
}
