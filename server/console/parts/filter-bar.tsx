import { FILTER_KEYS, type InboxPlace, isBuiltIn } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { FILTER_NAMES, filterWords, withFilter } from '../state/filters.ts'
import { useReader } from '../state/language.ts'
import { useLater } from '../state/later.ts'
import { go } from '../state/navigation.ts'
import { useSource } from '../state/source.ts'
import { Icon } from './icon.tsx'

/** What the list is narrowed to: each part changed or taken away by itself, all of it kept as a view. */
export function FilterBar({ here }: { here: InboxPlace }) {
  const reader = useReader()
  const { say } = reader
  const later = useLater()
  const staff = useSource(useConsole().staff)
  const active = FILTER_KEYS.filter((key) => here.filter[key] !== undefined)
  if (active.length === 0 && !here.q) return null
  return (
    <ul class="filters" aria-label={say('filter.title')}>
      {active.map((key) => {
        const words = filterWords(key, here.filter[key] ?? '', reader, staff)
        return (
          <li key={key} class="filter">
            <button
              type="button"
              class="filter-value"
              onClick={() => later.filters(({ askValue }, ...about) => askValue(here, key, ...about))}
            >
              <span class="filter-name">{say(FILTER_NAMES[key])}</span> {words}
            </button>
            <button
              type="button"
              class="filter-end"
              aria-label={say('filter.remove', { what: `${say(FILTER_NAMES[key])} ${words}` })}
              onClick={() => go(withFilter(here, key, null))}
            >
              <Icon name="close" />
            </button>
          </li>
        )
      })}
      <li>
        <button
          type="button"
          class="text-button"
          onClick={() => later.filters(({ askViewName }, ...about) => askViewName(here, ...about))}
        >
          {say('view.save')}
        </button>
      </li>
    </ul>
  )
}

export function FilterButton({ here }: { here: InboxPlace }) {
  const later = useLater()
  const name = useReader().say('filter.title')
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={`${name} (F)`}
      aria-pressed={Object.keys(here.filter).length > 0 && isBuiltIn(here.view)}
      onClick={() => later.filters(({ askFilter }, ...about) => askFilter(here, ...about))}
    >
      <Icon name="filter" />
    </button>
  )
}
