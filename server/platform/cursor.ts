import { Failure } from './failure.ts'

/** Where a list goes on: the time and the id of the last row given. Rows that come and go do not shift it. */
export interface Cursor {
  at: Date
  id: string
}

const FORM = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const writeCursor = ({ at, id }: Cursor): string => Buffer.from(`${at.getTime()}.${id}`).toString('base64url')

/** @throws Failure `invalid` */
export function readCursor(text: string): Cursor {
  const [, at, id] = FORM.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  if (!at || !id)
    throw new Failure('invalid', 'cursor: Expected a nextCursor of this list.', {
      errors: [{ path: 'cursor', detail: 'Expected a nextCursor of this list.' }],
    })
  return { at: new Date(Number(at)), id }
}

/** Cuts the one row too many that was asked for to see whether there are more. */
export function page<T>(
  rows: T[],
  limit: number,
  cursorOf: (row: T) => Cursor,
): { rows: T[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { rows: kept, nextCursor: rows.length > limit && last ? writeCursor(cursorOf(last)) : null }
}
