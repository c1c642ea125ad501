import type { Thread, ThreadMessage } from '@comptoir/sdk'
import type { Agent, Fact } from '@comptoir/sdk/contract'
import { useMemo } from 'preact/hooks'
import { MessageFiles } from '../files/message-files.tsx'
import { useConsole } from '../state/console.ts'
import { arrange, type Item, keyOf, lastAnswer } from '../state/conversation.ts'
import { type Event, eventWords } from '../state/fact-words.ts'
import { useReader } from '../state/language.ts'
import { useSource } from '../state/source.ts'
import { clockTime, dayName, fullTime, now } from '../state/times.ts'
import { Avatar } from './avatar.tsx'
import { EventMark } from './event-mark.tsx'
import { Icon } from './icon.tsx'
import { MessageState } from './message-state.tsx'
import { PlainText } from './plain-text.tsx'

interface ConversationProps {
  messages: readonly ThreadMessage[]
  thread: Thread
  /** What else happened to the ticket. */
  facts: readonly Fact[]
  hasEarlier: boolean
  giveBack: (text: string) => void
}

export function Conversation({ messages, facts, hasEarlier, thread, giveBack }: ConversationProps) {
  const { me } = useConsole()
  const items = useMemo(() => {
    const from = hasEarlier ? messages[0]?.createdAt : ''
    return arrange(signed(messages, me.agent), facts, from)
  }, [messages, facts, hasEarlier, me])
  const last = lastAnswer(messages)
  return (
    // What comes in is said by `LiveWords`, once; the history that is fetched is not read out.
    <div role="log" aria-live="off">
      <ol class="conversation">
        {items.map((item) => {
          if (item.kind === 'day') return <Day key={item.key} at={item.at} />
          if (item.kind === 'event') return <EventLine key={item.key} fact={item.fact} />
          return <Group key={item.key} group={item} last={last} thread={thread} giveBack={giveBack} />
        })}
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

/** Something that happened between the messages. */
function EventLine({ fact }: { fact: Event }) {
  const reader = useReader()
  const staff = useSource(useConsole().staff)
  return (
    <li class="event">
      <EventMark fact={fact} />
      <span class="event-words" dir="auto">
        {eventWords(fact, { ...reader, staff })}
      </span>
      <time dateTime={fact.at} title={fullTime(fact.at, reader.locale)}>
        {clockTime(fact.at, reader.locale)}
      </time>
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
  const { agents } = useSource(useConsole().staff)
  const names = agents.map((agent) => agent.name)
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
            {message.message && (
              <div class="bubble">
                <PlainText text={message.message} names={side === 'note' ? names : []} />
              </div>
            )}
            {message.files && <MessageFiles files={message.files} />}
            <MessageState message={message} isLast={message === last} thread={thread} giveBack={giveBack} />
          </div>
        ))}
      </div>
    </li>
  )
}
