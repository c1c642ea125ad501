import { TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES, type View, type ViewFilter } from '@comptoir/sdk/contract'
import { FILTER_KEYS, type FilterKey, type InboxPlace, isBuiltIn } from './address.ts'
import type { Console } from './console.ts'
import { FILTER_NAMES, filterWords, withFilter } from './filters.ts'
import type { Reader } from './language.ts'
import { go } from './navigation.ts'
import { tell } from './notices.ts'
import { ask, type Choice, type Mark, matching } from './picker.ts'
import { viewQuery } from './queries.ts'
import { shortDate } from './times.ts'

/** First what to narrow by, then to what. */
export function askFilter(here: InboxPlace, desk: Console, reader: Reader): void {
  const { say } = reader
  const choices = FILTER_KEYS.map(
    (key): Choice => ({
      key,
      label: say(FILTER_NAMES[key]),
      mark: { icon: 'filter' },
      current: here.filter[key] !== undefined,
      pick: () => askValue(here, key, desk, reader),
    }),
  )
  ask({ title: say('filter.title'), placeholder: say('filter.by'), choices: (text) => matching(choices, text) })
}

export function askValue(here: InboxPlace, key: FilterKey, desk: Console, reader: Reader): void {
  const { say, locale } = reader
  const title = say(FILTER_NAMES[key])
  const set = (value: string | null) => go(withFilter(here, key, value))
  const any: Choice = { key: 'any', label: say('filter.any'), mark: { icon: 'close' }, pick: () => set(null) }
  const end = here.filter[key] === undefined ? [] : [any]
  if (key === 'from' || key === 'to') {
    return ask({
      title,
      placeholder: title,
      input: 'date',
      none: say('ask.field.date'),
      choices(text) {
        const day = new Date(`${text}T00:00`)
        if (Number.isNaN(day.getTime())) return end
        const label = `${title} ${shortDate(day.toISOString(), locale)}`
        return [{ key: 'go', label, mark: { icon: 'calendar' }, pick: () => set(day.toISOString()) }, ...end]
      },
    })
  }
  const values = valuesOf(key, desk).map(
    ([value, mark]): Choice => ({
      key: `value-${value}`,
      label: filterWords(key, value, reader, desk.staff.get()),
      mark,
      current: here.filter[key] === value,
      pick: () => set(value),
    }),
  )
  ask({
    title,
    placeholder: title,
    choices(text) {
      const tag = text.trim().toLowerCase()
      const typed: Choice = { key: 'typed', label: tag, mark: { icon: 'tag' }, pick: () => set(tag) }
      const isTag =
        key === 'tag' && /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(tag) && !values.some(({ label }) => label === tag)
      return [...matching(values, text), ...(isTag ? [typed] : []), ...end]
    },
  })
}

function valuesOf(key: FilterKey, { staff, inbox, me }: Console): [string, Mark][] {
  const { agents, departments, categories } = staff.get()
  if (key === 'status') return TICKET_STATUSES.map((status) => [status, { status }])
  if (key === 'priority') return TICKET_PRIORITIES.map((priority) => [priority, { priority }])
  if (key === 'channel') return TICKET_CHANNELS.map((channel) => [channel, { icon: channel }])
  if (key === 'category') return categories.map(({ id }) => [id, { icon: 'folder' }])
  if (key === 'department') return departments.map(({ id }) => [id, { icon: 'people' }])
  if (key === 'tag') {
    const tags = inbox.get().rows.flatMap((row) => row.desk?.tags ?? [])
    return [...new Set(tags)].sort().map((tag) => [tag, { icon: 'tag' }])
  }
  const others = agents.filter(({ id }) => id !== me.agent?.id)
  const first: [string, Mark][] = [
    ...(me.agent ? ([['me', { person: { id: me.agent.id, name: me.agent.name } }]] satisfies [string, Mark][]) : []),
    ['none', { icon: 'person' }],
  ]
  return [...first, ...others.map(({ id, name }): [string, Mark] => [id, { person: { id, name } }])]
}

/** Keeps what the list is narrowed to under a name: for oneself, or for all. */
export function askViewName(here: InboxPlace, { views, me }: Console, { say }: Reader): void {
  const base = savedFilter(here, views.get())
  const save = (name: string, shared: boolean) =>
    void views
      .save({ name, shared, filter: { ...base, ...here.filter, ...(here.q && { q: here.q }) } }, (view) =>
        go({ ...here, view: view.id, filter: {}, q: '' }),
      )
      .then((refused) =>
        refused
          ? tell(say('deed.refused', { why: say(`failure.${refused.code}`) }), 'wrong')
          : tell(say('view.saved', { name })),
      )
  ask({
    title: say('view.save'),
    placeholder: say('view.name'),
    none: say('view.nameNone'),
    choices(text) {
      const name = text.trim()
      if (!name) return []
      const own: Choice = {
        key: 'own',
        label: say('view.saveOwn', { name }),
        mark: { icon: 'person' },
        pick: () => save(name, false),
      }
      const shared: Choice = {
        key: 'shared',
        label: say('view.saveShared', { name }),
        mark: { icon: 'people' },
        pick: () => save(name, true),
      }
      return me.agent ? [own, shared] : [shared]
    },
  })
}

function savedFilter({ view }: InboxPlace, saved: readonly View[] | null): ViewFilter {
  if (!isBuiltIn(view)) return saved?.find(({ id }) => id === view)?.filter ?? {}
  const { priority: _, ...filter } = viewQuery(view)
  return filter
}

/** What can be done with a saved view that one may change. */
export function askAboutView(here: InboxPlace, { views, me }: Console, { say }: Reader): void {
  const view = views.get()?.find(({ id }) => id === here.view)
  if (!view) return
  const report = (done: Promise<{ code: string } | null>, words: string, then?: () => void) =>
    void done.then((refused) => {
      if (refused) return tell(say('deed.refused', { why: say('failure.forbidden') }), 'wrong')
      tell(words)
      then?.()
    })
  const rename: Choice = {
    key: 'rename',
    label: say('view.rename'),
    mark: { icon: 'edit' },
    pick: () =>
      ask({
        title: say('view.rename'),
        placeholder: say('view.name'),
        text: view.name,
        none: say('view.nameNone'),
        choices(text) {
          const name = text.trim()
          if (!name || name === view.name) return []
          const save = () => report(views.change(view.id, { name }), say('view.saved', { name }))
          return [{ key: 'save', label: say('ask.save', { value: name }), mark: { icon: 'check' }, pick: save }]
        },
      }),
  }
  const share: Choice = {
    key: 'share',
    label: say(view.shared ? 'view.unshare' : 'view.share'),
    mark: { icon: view.shared ? 'lock' : 'people' },
    pick: () => report(views.change(view.id, { shared: !view.shared }), say('view.saved', { name: view.name })),
  }
  const remove: Choice = {
    key: 'remove',
    label: say('view.remove'),
    mark: { icon: 'trash' },
    pick: () =>
      report(views.remove(view.id), say('view.removed', { name: view.name }), () => go({ ...here, view: 'all' })),
  }
  const isMine = view.agentId === (me.agent?.id ?? null)
  const choices = isMine ? [rename, share, remove] : [rename, remove]
  ask({ title: view.name, placeholder: view.name, choices: (text) => matching(choices, text) })
}
