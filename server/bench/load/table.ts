export interface Row {
  name: string
  figure: number
  goal: string
  floor: number | string
  ratio: number | string
  verdict: string
}

interface Bound {
  /** Not more than this. */
  goal?: number
  floor?: number | undefined
  /** Not less than so many times the floor, or not more. */
  least?: number
  most?: number
}

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100)

/** A figure beside its goal. */
export function rowOf(name: string, figure: number, { goal, floor, least, most }: Bound = {}): Row {
  const ratio = floor === undefined ? undefined : figure / floor
  const holds =
    goal !== undefined
      ? figure <= goal
      : ratio === undefined || (least === undefined && most === undefined)
        ? undefined
        : ratio >= (least ?? 0) && ratio <= (most ?? Number.POSITIVE_INFINITY)
  return {
    name,
    figure: rounded(figure),
    goal: goal !== undefined ? `<= ${goal}` : least ? `>= ${least} x floor` : most ? `<= ${most} x floor` : '',
    floor: floor === undefined ? '' : rounded(floor),
    ratio: ratio === undefined ? '' : rounded(ratio),
    verdict: holds === undefined ? '' : holds ? 'reached' : 'NOT REACHED',
  }
}
