import type { Failure } from '@comptoir/sdk'
import type { Reply } from '@comptoir/sdk/contract'
import { useEffect, useState } from 'preact/hooks'
import { Blank, Trouble } from '../parts/blank.tsx'
import { Icon } from '../parts/icon.tsx'
import { ReplyForm } from '../parts/reply-form.tsx'
import { useTitle } from '../parts/title.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'

/** The answers that are given often: read by all, written by admins. */
export function RepliesPage() {
  const { say } = useReader()
  const { replies, me } = useConsole()
  const all = useSource(replies)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [editing, setEditing] = useState<Reply | 'new' | null>(null)
  const isAdmin = me.role === 'admin'
  useTitle(say('nav.replies'))
  const load = () => {
    setFailure(null)
    void replies.load().then(setFailure)
  }
  useEffect(load, [replies])

  return (
    <div class="page">
      <div class="page-column">
        <div class="page-head">
          <h1>{say('nav.replies')}</h1>
          {isAdmin && editing === null && (
            <button type="button" class="button is-main" onClick={() => setEditing('new')}>
              <Icon name="plus" />
              {say('reply.new')}
            </button>
          )}
        </div>
        <p class="page-lead">{say('reply.lead')}</p>
        {failure && <Trouble title={say('reply.failed')} failure={failure} retry={load} />}
        {editing === 'new' && <ReplyForm reply={null} done={() => setEditing(null)} />}
        {!all && !failure && <p role="status">{say('app.loading')}</p>}
        {all?.length === 0 && editing === null && (
          <Blank icon="template" title={say('reply.empty')}>
            <p>{say(isAdmin ? 'reply.emptyLead' : 'settings.adminLead')}</p>
          </Blank>
        )}
        {folders(all ?? []).map(([folder, inside]) => (
          <section key={folder} class="reply-folder" aria-label={folder || say('reply.noFolder')}>
            <h2>
              <Icon name="folder" />
              {folder || say('reply.noFolder')}
            </h2>
            <ul class="card replies">
              {inside.map((reply) => (
                <li key={reply.id}>
                  {editing !== null && editing !== 'new' && editing.id === reply.id ? (
                    <ReplyForm reply={reply} done={() => setEditing(null)} />
                  ) : (
                    <Line reply={reply} edit={isAdmin ? () => setEditing(reply) : null} />
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}

function Line({ reply, edit }: { reply: Reply; edit: (() => void) | null }) {
  const { say, locale } = useReader()
  const languages = new Intl.DisplayNames(locale, { type: 'language' })
  return (
    <div class="reply">
      <div class="reply-words">
        <p class="reply-name" dir="auto">
          {reply.name}
          {reply.locale && <span class="tag">{languages.of(reply.locale)}</span>}
        </p>
        <p class="reply-body" dir="auto">
          {reply.body}
        </p>
      </div>
      <span class="reply-uses">{say('reply.uses', { count: reply.uses })}</span>
      {edit && (
        <button type="button" class="icon-button" aria-label={say('reply.edit', { name: reply.name })} onClick={edit}>
          <Icon name="edit" />
        </button>
      )}
    </div>
  )
}

function folders(replies: readonly Reply[]): [string, Reply[]][] {
  const found = new Map<string, Reply[]>()
  for (const reply of replies) found.set(reply.folder, [...(found.get(reply.folder) ?? []), reply])
  return [...found]
}
