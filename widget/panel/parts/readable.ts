import { BLACK, contrast, WHITE } from '../../loader/color.ts'

const STEPS = 20

/** The colour itself where text of it can be read on `surface`, else as near to it as contrast allows (4.5:1). */
export function readable(color: string, surface: string): string {
  const goal = contrast(surface, WHITE) > contrast(surface, BLACK) ? WHITE : BLACK
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(color, goal, step / STEPS)
    if (contrast(mixed, surface) >= 4.5) return mixed
  }
  return goal
}

function mix(color: string, goal: string, share: number): string {
  const part = (at: number) => {
    const [from = 0, to = 0] = [color, goal].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16))
    return Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${part(1)}${part(3)}${part(5)}`
}
