import type { MailLogEntry } from '@comptoir/sdk/contract'
import { Ago } from '../parts/ago.tsx'
import { Blank, Trouble } from '../parts/blank.tsx'
import { ForAdmins } from '../parts/for-admins.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { PlainText } from '../parts/plain-text.tsx'
import { useTitle } from '../parts/title.ts'
import { HOME } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { useMailLog } from '../state/mail-log.ts'

export function MailPage() {
  const { say } = useReader()
  const { me } = useConsole()
  useTitle(say('mail.title'))
  if (me.role !== 'admin') return <ForAdmins />
  return (
    <div class="page">
      <div class="page-column">
        <h1>{say('mail.title')}</h1>
        <p class="page-lead">{say('mail.lead')}</p>
        <MailLog />
      </div>
    </div>
  )
}

function MailLog() {
  const { say } = useReader()
  const { mails, cursor, phase, failure, load } = useMailLog()
  if (phase === 'ready' && mails.length === 0) {
    return (
      <Blank icon="mail" title={say('mail.empty')}>
        <p>{say('mail.emptyLead')}</p>
      </Blank>
    )
  }
  return (
    <>
      <ul class="mails">
        {mails.map((mail) => (
          <Mail key={mail.id} mail={mail} />
        ))}
      </ul>
      {phase === 'failed' && <Trouble title={say('mail.failed')} failure={failure} retry={load} />}
      {phase === 'loading' && <p role="status">{say('app.loading')}</p>}
      {phase === 'ready' && cursor && (
        <button type="button" class="button" onClick={load}>
          {say('app.more')}
        </button>
      )}
    </>
  )
}

const MARKS: Record<MailLogEntry['state'], IconName> = {
  queued: 'clock',
  sent: 'check',
  kept: 'inbox',
  uncertain: 'wait',
  failed: 'warn',
  withheld: 'inbox',
  stopped: 'inbox',
}

function Mail({ mail }: { mail: MailLogEntry }) {
  const { say } = useReader()
  return (
    <li>
      <details class="mail">
        <summary class="mail-head">
          <span class={`mail-state is-${mail.state}`}>
            <Icon name={MARKS[mail.state]} />
            {say(`mail.state.${mail.state}`)}
          </span>
          <span class="mail-subject" dir="auto">
            {mail.subject}
          </span>
          <span class="mail-to">{say('mail.to', { to: mail.to })}</span>
          <Ago at={mail.sentAt ?? mail.createdAt} />
        </summary>
        <MailText mail={mail} />
      </details>
    </li>
  )
}

function MailText({ mail }: { mail: MailLogEntry }) {
  const { say } = useReader()
  return (
    <div class="mail-text">
      {(mail.state === 'kept' ||
        mail.state === 'uncertain' ||
        mail.state === 'withheld' ||
        mail.state === 'stopped') && <p class="mail-hint">{say(`mail.hint.${mail.state}`)}</p>}
      {mail.templateError && <p class="wrong">{say('mail.template', { reason: mail.templateError })}</p>}
      {mail.lastError && <p class="wrong">{mail.lastError}</p>}
      <PlainText text={mail.text} />
      <p class="mail-foot">
        {say(`mail.kind.${mail.kind}`)}
        {mail.attempts > 1 && ` · ${say('mail.attempts', { count: mail.attempts })}`}
        {mail.ticketId && <Link to={{ ...HOME, ticket: mail.ticketId }}>{say('mail.ticket')}</Link>}
      </p>
    </div>
  )
}
