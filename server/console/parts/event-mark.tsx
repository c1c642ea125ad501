import type { Event } from '../state/fact-words.ts'
import { Icon, type IconName } from './icon.tsx'
import { PriorityIcon, StatusIcon } from './status.tsx'

const MARKS: Record<Event['type'], IconName> = {
  'ticket.created': 'inbox',
  'ticket.deleted': 'trash',
  'ticket.status_changed': 'check',
  'ticket.changed': 'edit',
  'ticket.assigned': 'person',
  'ticket.moved': 'people',
  'ticket.snoozed': 'clock',
  'ticket.woken': 'bell',
  'ticket.merged': 'merge',
  'ticket.unmerged': 'undo',
  'ticket.escalated': 'warn',
  'ticket.rated': 'star',
}

export function EventMark({ fact }: { fact: Event }) {
  if (fact.type === 'ticket.status_changed') return <StatusIcon status={fact.data.to} />
  if (fact.type === 'ticket.escalated') return <StatusIcon status="escalated" />
  const [first] = fact.type === 'ticket.changed' ? fact.data.changes : []
  if (first?.field === 'priority') return <PriorityIcon priority={first.to} />
  return <Icon name={first?.field === 'tags' ? 'tag' : MARKS[fact.type]} />
}
