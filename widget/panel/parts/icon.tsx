/** Drawn as lines on a field of 24 × 24. */
export const BACK = 'm14.5 6-6 6 6 6'
export const CLOSE = 'm7 7 10 10M17 7 7 17'
export const SEND = 'M12 19V5m-6 6 6-6 6 6'
export const PLUS = 'M12 19V5m-7 7h14'
export const DOWN = 'm6 9.5 6 6 6-6'

export const Icon = ({ d }: { d: string }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={d} />
  </svg>
)
