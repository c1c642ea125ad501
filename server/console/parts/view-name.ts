import { FILTER_KEYS, type InboxPlace, isBuiltIn } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { filterWords } from '../state/filters.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'

/** What the list that is shown is called: its view, or, where all tickets are narrowed to one thing, that thing. */
export function useViewName(here: InboxPlace): string {
  const { views, staff } = useConsole()
  const reader = useReader()
  const saved = useSource(views)
  const people = useSource(staff)
  if (!isBuiltIn(here.view)) return saved?.find(({ id }) => id === here.view)?.name ?? reader.say('view.all')
  const [only, ...others] = FILTER_KEYS.filter((key) => here.filter[key] !== undefined)
  if (here.view !== 'all' || !only || others.length > 0) return reader.say(`view.${here.view}`)
  return filterWords(only, here.filter[only] ?? '', reader, people)
}
