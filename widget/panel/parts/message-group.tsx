import type { ThreadMessage } from '@comptoir/sdk'
import type { MessageFile } from '@comptoir/sdk/contract'
import type { Props } from '../screens/props.ts'
import { type Group, keyOf } from './groups.ts'
import { findLinks } from './links.ts'

interface GroupProps extends Props {
  group: Group
  /** The newest message of the thread: the time of a shopper's own is said below the log, with its state. */
  last: ThreadMessage | undefined
}

export function MessageGroup({ group, last, model, actions }: GroupProps) {
  const { say, dates, shop } = model
  const { kind, messages, day } = group
  const mine = kind === 'customer'
  const newest = messages.at(-1)
  const name = mine ? say('you') : (group.name ?? shop?.shop.name ?? '')
  return (
    <>
      {day && <p class="day">{dates.day(messages[0]?.createdAt ?? '', Date.now())}</p>}
      <div class={kind}>
        {kind === 'agent' && (
          <p class="meta" aria-hidden="true">
            <span class="face">{initialsOf(name)}</span>
            {name}
          </p>
        )}
        {messages.map((message) => (
          <div key={keyOf(message)} class="message">
            <span class="unseen">{name}: </span>
            <p class={`bubble ${message.state}`} dir="auto" data-key={keyOf(message)}>
              <Text text={message.message} />
            </p>
            {message.files && <Files files={message.files} model={model} actions={actions} />}
            {message.state === 'failed' && <Failed message={message} model={model} actions={actions} />}
          </div>
        ))}
        {newest && kind !== 'system' && !(mine && newest === last) && (
          <p class="meta">{dates.time(newest.createdAt)}</p>
        )}
      </div>
    </>
  )
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/, 2)
    .map((word) => [...word][0])
    .join('')

function Files({ files, model, actions }: Props & { files: readonly MessageFile[] }) {
  if (!model.files) return void actions.attach([])
  return <model.files.Shown files={files} model={model} />
}

function Text({ text }: { text: string }) {
  return findLinks(text).map((piece) =>
    piece.href ? (
      <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {piece.text}
      </a>
    ) : (
      piece.text
    ),
  )
}

function Failed({ message, model, actions }: Props & { message: ThreadMessage }) {
  const { say, thread } = model
  const id = message.clientId ?? ''
  return (
    <p class="meta bad" aria-live="off">
      {say('failed')}
      <button type="button" onClick={() => thread?.retry(id)}>
        {say('retry')}
      </button>
      <button type="button" onClick={() => actions.discard(id)}>
        {say('discard')}
      </button>
    </p>
  )
}
