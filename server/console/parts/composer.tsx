import type { Thread } from '@comptoir/sdk'
import { LIMITS, type Ticket, type TicketStatus } from '@comptoir/sdk/contract'
import type { RefObject } from 'preact'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'preact/hooks'
import { AttachButton, FileTray, fileTarget } from '../files/tray.tsx'
import { useUploads } from '../files/uploads.ts'
import { useConsole } from '../state/console.ts'
import { hold, release } from '../state/hold.ts'
import { useReader } from '../state/language.ts'
import { tell } from '../state/notices.ts'
import type { OpenTicket } from '../state/ticket.ts'
import { useDraft } from '../state/use-draft.ts'
import { Icon } from './icon.tsx'
import { callsSomebody, withName } from './mention.ts'
import { WritingChoice } from './writing-choice.tsx'

/** What the page's shortcuts can do with the composer. */
export interface ComposerHandle {
  /** Whose composer it is. */
  ticket: Ticket
  write(writing: 'answer' | 'note'): void
  /** Puts the text of a withdrawn message before what is being written. */
  giveBack(text: string): void
  resolve(): void
}

interface ComposerProps {
  ticket: Ticket
  name: string
  thread: Thread
  open: OpenTicket
  handle: RefObject<ComposerHandle | null>
  setStatus: (status: TicketStatus) => Promise<void>
  sent: () => void
}

export function Composer({ ticket, name, thread, open, handle, setStatus, sent }: ComposerProps) {
  const reader = useReader()
  const { say } = reader
  const desk = useConsole()
  // Only notes are still added to what is closed.
  const isClosed = ticket.status === 'closed'
  const { writing, setWriting, text, setText, blank, settle } = useDraft(ticket.id, isClosed, (other) =>
    tell(say('composer.replaced'), 'done', { label: say('composer.otherText'), run: () => takeOther(other) }),
  )
  const takeOther = (other: string) => setText(other)
  const area = useRef<HTMLTextAreaElement>(null)
  const isNote = writing === 'note'
  const tooMany = text.length - LIMITS.message
  const uploads = useUploads(ticket.id)
  const canSend = (text.trim() !== '' || uploads.sent !== undefined) && tooMany <= 0 && !uploads.busy
  useImperativeHandle(handle, () => ({
    ticket,
    write(next) {
      setWriting(next)
      area.current?.focus()
    },
    giveBack: (back) => setText(text.trim() ? `${back}\n${text}` : back),
    resolve: () => void setStatus('resolved'),
  }))
  useGrowing(area, text)

  // What waits leaves with its writer.
  useEffect(() => release, [ticket.id])
  const send = () => {
    if (!canSend) return
    release()
    const files = uploads.sent
    const leave = () => thread.send(text.trim(), isNote ? 'internal_note' : 'agent_message', files)
    if (isNote || files || isTalking(thread, ticket)) {
      leave()
      setText('')
    } else {
      blank()
      const go = () => {
        leave()
        settle()
      }
      hold(say('composer.leaving'), say('app.undo'), go, () => setText(text))
    }
    uploads.clear()
    sent()
  }
  const later = () => import('../state/ask-writing.ts')
  const insert = (words: string) => {
    const at = area.current?.selectionStart ?? text.length
    const before = text.slice(0, at) === '/' ? '' : text.slice(0, at)
    setText(before + words + text.slice(at))
    area.current?.focus()
  }
  const findReply = () => {
    const speaks = open.get().customer?.locale ?? null
    void later().then(({ askReply }) => askReply(ticket, speaks, desk, reader, insert))
  }
  const sendAndResolve = async () => {
    if (!canSend) return
    setText('')
    uploads.clear()
    const refused = await open.answerAndResolve(text.trim(), uploads.sent)
    if (refused) tell(say('status.notChanged', { why: say(`failure.${refused.code}`) }), 'wrong')
    else tell(say('status.changed', { number: `#${ticket.number}`, status: say('status.resolved') }))
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key === '/' && text === '' && !isNote) {
      event.preventDefault()
      findReply()
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return
    event.preventDefault()
    if ((event.ctrlKey || event.metaKey) && !isNote) void sendAndResolve()
    else send()
  }
  const submit = (event: Event) => {
    event.preventDefault()
    send()
  }
  const typed = (next: string) => {
    setText(next)
    // A note is no concern of the customer's: its writing is not told.
    if (!isNote && next) thread.typing()
    const at = area.current?.selectionStart ?? next.length
    if (!isNote || next.length <= text.length || !callsSomebody(next, at)) return
    void later().then(({ askMention }) =>
      askMention(desk, reader, (name) => {
        setText(withName(next, at, name))
        area.current?.focus()
      }),
    )
  }

  return (
    <form class={isNote ? 'composer is-note' : 'composer'} onSubmit={submit} {...fileTarget(uploads)}>
      <WritingChoice writing={writing} choose={setWriting} notesOnly={isClosed} />
      <textarea
        ref={area}
        class="composer-text"
        rows={2}
        value={text}
        dir="auto"
        placeholder={isNote ? say('composer.noteHint') : say('composer.answerTo', { name })}
        aria-label={isNote ? say('composer.noteHint') : say('composer.answerTo', { name })}
        aria-invalid={tooMany > 0}
        onInput={(event) => typed(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <FileTray uploads={uploads} />
      <div class="composer-foot">
        <AttachButton uploads={uploads} />
        {!isNote && (
          <button
            type="button"
            class="icon-button"
            aria-label={say('reply.use')}
            title={`${say('reply.use')} (/)`}
            onClick={findReply}
          >
            <Icon name="template" />
          </button>
        )}
        <p class={tooMany > 0 ? 'composer-hint wrong' : 'composer-hint'}>
          {tooMany > 0 ? say('composer.tooLong', { count: tooMany }) : say('composer.keys')}
        </p>
        {!isNote && ticket.status !== 'resolved' && (
          <button type="button" class="button" disabled={!canSend} onClick={() => void sendAndResolve()}>
            <Icon name="check" />
            <span class="button-word">{say('composer.resolve')}</span>
          </button>
        )}
        <button type="submit" class="button is-main" disabled={!canSend}>
          <Icon name={isNote ? 'note' : 'send'} />
          {say(isNote ? 'composer.saveNote' : 'composer.send')}
        </button>
      </div>
    </form>
  )
}

/** So long after the customer's last word a chat is a talk, in which nobody waits to take a word back. */
const TALK = 5 * 60_000

const isTalking = (thread: Thread, { channel }: Ticket): boolean => {
  const said = thread.get().messages.findLast(({ type }) => type === 'customer_message')?.createdAt
  return channel === 'chat' && said !== undefined && Date.now() - Date.parse(said) < TALK
}

/** The text area is as high as its text; the style sheet says where that ends. */
function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (!area.current) return
    area.current.style.height = 'auto'
    area.current.style.height = `${area.current.scrollHeight}px`
  }, [text])
}
