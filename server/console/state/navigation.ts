import { addressOf, type Place, placeOf } from './address.ts'
import { createStore, type Source } from './source.ts'

const here = createStore<Place>(placeOf(location.pathname, location.search))
addEventListener('popstate', () => here.set(placeOf(location.pathname, location.search)))

export const place: Source<Place> = here

/** Goes to a place. `replace` leaves no step to come back to, as while typing a search. */
export function go(to: Place, how: 'push' | 'replace' = 'push'): void {
  const address = addressOf(to)
  if (address === location.pathname + location.search) how = 'replace'
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address)
  here.set(to)
}
