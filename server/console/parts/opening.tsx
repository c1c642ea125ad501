import type { Ticket } from '@comptoir/sdk/contract'
import { useReader } from '../state/language.ts'
import { Ago } from './ago.tsx'
import { Icon } from './icon.tsx'
import { PlainText } from './plain-text.tsx'

/** What a form or a mail said when the ticket was opened. */
export function Opening({ ticket, name }: { ticket: Ticket; name: string }) {
  const { say } = useReader()
  return (
    <article class="opening">
      <header>
        <Icon name={ticket.channel} />
        <strong>{say('thread.opened')}</strong>
        <span dir="auto">{name}</span>
        <Ago at={ticket.createdAt} />
      </header>
      <PlainText text={ticket.description} />
    </article>
  )
}
