import type { Thread, ThreadMessage } from '@comptoir/sdk'
import type { Agent } from '@comptoir/sdk/contract'
import { useMemo } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { arrange, type Item, keyOf, lastAnswer } from '../state/conversation.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { clockTime, dayName, fullTime, now } from '../state/times.ts'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { MessageState } from './message-state.tsx'
import { PlainText } from './plain-text.tsx'

interface ConversationProps {
  messages: readonly ThreadMessage[]
  thread: Thread
  giveBack: (text: string) => void
}

export function Conversation({ messages, thread, giveBack }: ConversationProps) {
  const { me } = useConsole()
  const items = useMemo(() => arrange(signed(messages, me.agent)), [messages, me])
  const last = lastAnswer(messages)
  return (
    // What comes in is said by `LiveWords`, once; the history that is fetched is not read out.
    <div role="log" aria-live="off">
      <ol class="conversation">
        {items.map((item) =>
          item.kind === 'day' ? (
            <Day key={item.key} at={item.at} />
          ) : (
            <Group key={item.key} group={item} last={last} thread={thread} giveBack={giveBack} />
          ),
        )}
      </ol>
    </div>
  )
}

/** What is still on its way has no author yet: it is the reader. */
const signed = (messages: readonly ThreadMessage[], me: Agent | null): ThreadMessage[] =>
  messages.map((message) =>
    message.seq === null && me ? { ...message, author: { kind: 'agent', id: me.id, name: me.name } } : message,
  )

function Day({ at }: { at: string }) {
  const { locale } = useReader()
  return (
    <li class="day">
      <span>{dayName(at, useSource(now), locale)}</span>
    </li>
  )
}

interface GroupProps {
  group: Extract<Item, { kind: 'group' }>
  last: ThreadMessage | undefined
  thread: Thread
  giveBack: (text: string) => void
}

function Group({ group, last, thread, giveBack }: GroupProps) {
  const { say, locale } = useReader()
  const { author, side, messages } = group
  const name = author.name ?? say(author.kind === 'customer' ? 'people.visitor' : 'people.system')
  const at = messages[0]?.createdAt ?? ''
  return (
    <li class={`group is-${side}`}>
      {side !== 'system' && <Avatar name={author.name} id={author.id} />}
      <div class="group-inside">
        <p class="group-head">
          {side === 'note' && (
            <span class="note-mark">
              <Icon name="lock" />
              {say('thread.note')}
            </span>
          )}
          <span class="group-name" dir="auto">
            {name}
          </span>
          <time dateTime={at} title={fullTime(at, locale)}>
            {clockTime(at, locale)}
          </time>
        </p>
        {messages.map((message) => (
          <div key={keyOf(message)} class="message" data-state={message.state}>
            <div class="bubble">
              <PlainText text={message.message} />
            </div>
            <MessageState message={message} isLast={message === last} thread={thread} giveBack={giveBack} />
          </div>
        ))}
      </div>
    </li>
  )
}
