import type { Ticket } from '@comptoir/sdk/contract'
import { BUILT_IN_VIEWS, HOME, type InboxPlace, type Place } from './address.ts'
import { askFilter, askViewName } from './ask-filters.ts'
import { type Asks, openAsks } from './asks.ts'
import type { Console } from './console.ts'
import { choose, LANGUAGES, type Reader } from './language.ts'
import { go, place } from './navigation.ts'
import { doMore } from './notices.ts'
import { ask, type Choice, matching } from './picker.ts'
import { signOut } from './session.ts'

interface Parts {
  desk: Console
  reader: Reader
  asks: Asks
  here: Place
  help: () => void
}

/** Everything that can be done from here, in one list: to the chosen tickets first, then everywhere. */
export function openPalette(targets: readonly Ticket[], desk: Console, reader: Reader, help: () => void): void {
  const parts = { desk, reader, asks: openAsks(desk, reader), here: place.get(), help }
  const commands = [...(targets.length > 0 ? toTickets(targets, parts) : []), ...everywhere(parts)]
  const { say } = reader
  ask({
    title: say('palette.title'),
    placeholder: say('palette.hint'),
    choices: (text) => [...matching(commands, text), ...toFind(text.trim(), reader)],
  })
}

function toTickets(targets: readonly Ticket[], { desk, reader: { say }, asks }: Parts): Choice[] {
  const [one, ...others] = targets
  const isOne = one !== undefined && others.length === 0
  const command = (key: string, label: string, keys: string, mark: Choice['mark'], pick: () => void): Choice => ({
    key,
    label,
    keys: [keys],
    mark,
    pick,
  })
  const all: Choice[] = [
    command('resolve', say('keys.resolve'), 'E', { status: 'resolved' }, () => asks.setStatus(targets, 'resolved')),
    command('assign', say('keys.assign'), 'A', { icon: 'person' }, () => asks.assignee(targets)),
    ...(desk.me.agent
      ? [command('take', say('keys.take'), 'I', { icon: 'person' }, () => asks.assignToMe(targets))]
      : []),
    command('status', say('keys.status'), 'S', { icon: 'check' }, () => asks.status(targets)),
    command('priority', say('keys.priority'), 'P', { icon: 'warn' }, () => asks.priority(targets)),
    command('category', say('keys.category'), 'C', { icon: 'folder' }, () => asks.category(targets)),
    command('tags', say('keys.tags'), 'T', { icon: 'tag' }, () => asks.tags(targets)),
    command('snooze', say('keys.snooze'), 'H', { icon: 'clock' }, () => asks.snooze(targets)),
  ]
  if (!isOne) return all
  return [
    ...all,
    command('escalate', say('keys.escalate'), '!', { status: 'escalated' }, () => asks.escalate(one)),
    command('merge', say('keys.merge'), 'M', { icon: 'merge' }, () => asks.merge(one)),
    { key: 'subject', label: say('palette.subject'), mark: { icon: 'edit' }, pick: () => asks.subject(one) },
    { key: 'department', label: say('palette.department'), mark: { icon: 'people' }, pick: () => asks.department(one) },
  ]
}

function everywhere({ desk, reader, here, help }: Parts): Choice[] {
  const { say } = reader
  const inbox: InboxPlace = here.page === 'inbox' ? here : HOME
  const open = (
    key: string,
    label: string,
    icon: 'inbox' | 'chart' | 'mail' | 'shop' | 'template',
    to: Place,
  ): Choice => ({
    key,
    label: say('palette.go', { to: label }),
    mark: { icon },
    pick: () => go(to),
  })
  const isAdmin = desk.me.role === 'admin'
  return [
    {
      key: 'filter',
      label: say('filter.by'),
      keys: ['F'],
      mark: { icon: 'filter' },
      pick: () => askFilter(inbox, desk, reader),
    },
    { key: 'save', label: say('view.save'), mark: { icon: 'plus' }, pick: () => askViewName(inbox, desk, reader) },
    { key: 'undo', label: say('app.undo'), keys: ['Z'], mark: { icon: 'undo' }, pick: doMore },
    ...BUILT_IN_VIEWS.map((view) => open(`view-${view}`, say(`view.${view}`), 'inbox', { ...HOME, view })),
    ...(desk.views.get() ?? []).map(({ id, name }) => open(`view-${id}`, name, 'inbox', { ...HOME, view: id })),
    ...(isAdmin ? [open('support', say('nav.support'), 'chart', { page: 'support' })] : []),
    ...(isAdmin ? [open('mail', say('nav.mail'), 'mail', { page: 'mail' })] : []),
    open('replies', say('nav.replies'), 'template', { page: 'settings', section: 'replies' }),
    ...(isAdmin ? [open('shop', say('nav.settings'), 'shop', { page: 'settings', section: 'shop' })] : []),
    ...languages(reader),
    { key: 'keys', label: say('nav.keys'), keys: ['?'], mark: { icon: 'keys' }, pick: help },
    { key: 'out', label: say('nav.signOut'), mark: { icon: 'signOut' }, pick: () => void leave() },
  ]
}

const languages = ({ language }: Reader): Choice[] => {
  const others: Choice[] = []
  for (const [code, name] of Object.entries(LANGUAGES)) {
    const other = code === 'en' || code === 'fr' ? code : null
    if (other && other !== language)
      others.push({ key: `speak-${code}`, label: name, mark: { icon: 'globe' }, pick: () => void choose(other) })
  }
  return others
}

async function leave(): Promise<void> {
  await signOut()
  go({ page: 'signIn' })
}

/** What is typed may be a ticket's number, or words to be searched for. */
function toFind(text: string, { say }: Reader): Choice[] {
  if (!text) return []
  const number = /^#?([1-9]\d{0,8})$/.exec(text)?.[1]
  const search: Choice = {
    key: 'search',
    label: say('palette.search', { text }),
    mark: { icon: 'search' },
    pick: () => go({ ...HOME, q: text }),
  }
  const open: Choice = {
    key: 'number',
    label: say('palette.number', { number: `#${number}` }),
    mark: { icon: 'search' },
    pick: () => go({ ...HOME, ticket: number ?? null }),
  }
  return number ? [open, search] : [search]
}
