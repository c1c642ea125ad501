/** As the reader's language writes it: `1.2 MB`. */
export function sizeOf(bytes: number, locale: string): string {
  const [unit, size] =
    bytes < 1_000
      ? (['byte', bytes] as const)
      : bytes < 1_000_000
        ? (['kilobyte', bytes / 1_000] as const)
        : (['megabyte', bytes / 1_000_000] as const)
  const maximumFractionDigits = size < 10 ? 1 : 0
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits,
  }).format(size)
}

const LARGEST = 280

/** How large a picture is drawn in the thread. Known before it is there: nothing moves when it comes. */
export function fit({ width = 0, height = 0 }: { width?: number; height?: number }): { width: number; height: number } {
  const scale = Math.min(1, LARGEST / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
