import type { Model } from './model.ts'

/** Without the socket all goes by HTTP: what is not stored after so many milliseconds does not go that way either. */
export const LONG = 5_000

/** What keeps shopper and shop apart: `offline` for now, `refused` on this page for good. */
export function barrier({ thread, connection, trouble, refused }: Model, now: number): 'offline' | 'refused' | '' {
  if (refused || connection === 'refused') return 'refused'
  const { ticket, failure, messages = [] } = thread?.get() ?? {}
  const stuck = messages.some(({ state, createdAt }) => state === 'pending' && now - Date.parse(createdAt) >= LONG)
  return connection === 'offline' && (failure || stuck || (trouble && !ticket)) ? 'offline' : ''
}
