/** What one check found. `advice` says what to do about what is wrong. */
export interface Finding {
  what: string
  ok: boolean
  detail: string
  advice?: string
}

export type Found = Omit<Finding, 'what'>
