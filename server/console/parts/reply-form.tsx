import type { Failure } from '@comptoir/sdk'
import { LIMITS, type Reply } from '@comptoir/sdk/contract'
import { useState } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { LANGUAGES, useReader } from '../state/language.ts'
import { tell } from '../state/notices.ts'
import { useSource } from '../state/source.ts'
import { Field } from './field.tsx'

export function ReplyForm({ reply, done }: { reply: Reply | null; done: () => void }) {
  const { say } = useReader()
  const { replies } = useConsole()
  const all = useSource(replies)
  const [name, setName] = useState(reply?.name ?? '')
  const [folder, setFolder] = useState(reply?.folder ?? '')
  const [locale, setLocale] = useState(reply?.locale ?? '')
  const [body, setBody] = useState(reply?.body ?? '')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const wrong = (field: string) =>
    failure?.errors.filter(({ path }) => path === field).map(({ detail }) => detail) ?? []
  const folders = [...new Set(all?.map((one) => one.folder).filter(Boolean))]

  const run = async (work: () => Promise<Failure | null>) => {
    if (busy) return
    setBusy(true)
    const refused = await work()
    setBusy(false)
    setFailure(refused)
    if (refused) return
    tell(say('settings.saved'))
    done()
  }
  const save = (event: Event) => {
    event.preventDefault()
    const draft = { name: name.trim(), folder: folder.trim(), locale: locale || null, body }
    void run(() => replies.save(reply?.id ?? null, draft))
  }

  return (
    <form class="form card" onSubmit={save} aria-busy={busy}>
      <Field label={say('reply.name')} wrong={wrong('name')}>
        {(ids) => (
          <input
            {...ids}
            class="input"
            value={name}
            required
            maxLength={LIMITS.name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={say('reply.folder')} hint={say('reply.folderHint')} wrong={wrong('folder')}>
        {(ids) => (
          <input
            {...ids}
            class="input"
            list="reply-folders"
            value={folder}
            maxLength={LIMITS.folder}
            onInput={(event) => setFolder(event.currentTarget.value)}
          />
        )}
      </Field>
      <datalist id="reply-folders">
        {folders.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Field label={say('reply.locale')} wrong={wrong('locale')}>
        {(ids) => (
          <select {...ids} class="input" value={locale} onChange={(event) => setLocale(event.currentTarget.value)}>
            <option value="">{say('reply.anyLocale')}</option>
            {Object.entries(LANGUAGES).map(([code, language]) => (
              <option key={code} value={code}>
                {language}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say('reply.body')} hint={say('reply.bodyHint', { open: '{{', close: '}}' })} wrong={wrong('body')}>
        {(ids) => (
          <textarea
            {...ids}
            class="input"
            rows={6}
            value={body}
            required
            maxLength={LIMITS.replyBody}
            onInput={(event) => setBody(event.currentTarget.value)}
          />
        )}
      </Field>
      <p class="wrong" role="alert">
        {failure && say(`failure.${failure.code}`)}
      </p>
      <div class="form-foot">
        <button type="submit" class="button is-main" aria-disabled={busy}>
          {say(busy ? 'settings.saving' : 'settings.save')}
        </button>
        <button type="button" class="button is-quiet" onClick={done}>
          {say('app.cancel')}
        </button>
        {reply && (
          <button type="button" class="button is-quiet is-end" onClick={() => void run(() => replies.remove(reply.id))}>
            {say('reply.remove')}
          </button>
        )}
      </div>
    </form>
  )
}
