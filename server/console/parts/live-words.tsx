import { useEffect } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { announce, announcement, doMore, notice } from '../state/notices.ts'
import { newsOf } from '../state/rows.ts'
import { useSource } from '../state/source.ts'
import { Icon } from './icon.tsx'

/** What is said aloud to screen readers as it comes in, and the short words at the foot of the page. */
export function LiveWords() {
  const { client } = useConsole()
  const { say } = useReader()
  useEffect(
    () =>
      client.on('row', (row) => {
        const name = row.customer.name ?? say('people.visitor')
        const news = newsOf(row)
        if (news === 'ticket') announce(say('list.new', { name, subject: row.subject }))
        if (news === 'message') announce(say('thread.newMessage', { name, text: row.lastMessage?.text ?? '' }))
      }),
    [client, say],
  )
  const word = useSource(notice)
  return (
    <>
      <div class="unseen" aria-live="polite">
        {useSource(announcement)}
      </div>
      <div role="status" class="notice-place">
        {word && (
          <p class={`notice is-${word.tone}`}>
            <Icon name={word.tone === 'done' ? 'check' : 'warn'} />
            {word.text}
            {word.more && (
              <button type="button" class="notice-more" onClick={doMore}>
                {word.more.label}
              </button>
            )}
          </p>
        )}
      </div>
    </>
  )
}
