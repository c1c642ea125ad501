import type { Page } from '../contract/index.ts'
import type { CallOptions } from './types.ts'

type List<Q, T> = (query?: Q, options?: CallOptions) => Promise<Page<T>>

/**
 * A list from its beginning to its end, page by page as it is read. What comes or goes meanwhile is neither doubled nor
 * does it hide its neighbours: cursors say after which row to go on.
 *
 * @throws Failure as the list does, in the loop; a `signal` stops it between and within pages
 * @example for await (const ticket of every(desk.tickets.list, { status: 'open' })) console.log(ticket.number)
 */
export async function* every<Q extends { cursor?: string }, T>(
  list: List<Q, T>,
  query?: Q,
  options?: CallOptions,
): AsyncGenerator<T, void, undefined> {
  // A cursor is one of the fields that every query of these lists has.
  const from = (cursor: string) => ({ ...query, cursor }) as Q
  let page = await list(query, options)
  for (;;) {
    yield* page.items
    if (page.nextCursor === null) return
    page = await list(from(page.nextCursor), options)
  }
}
