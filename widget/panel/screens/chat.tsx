import { Composer } from '../parts/composer.tsx'
import { Log } from '../parts/log.tsx'
import { Notice } from '../parts/notice.tsx'
import type { Props } from './props.ts'

export function Chat({ model, actions }: Props) {
  const { thread, turn, connection, loading, trouble, say } = model
  const state = thread?.get()
  const { ticket, messages = [], failure } = state ?? {}
  const unreachable = (trouble || (failure && !ticket)) && messages.length === 0
  const lost = connection === 'offline' || connection === 'refused'
  return (
    <>
      {state && <Log key={turn} model={model} actions={actions} state={state} />}
      {unreachable ? <Notice model={model} actions={actions} /> : !state && <div class="wait" aria-busy={loading} />}
      <p class="strip" role="status">
        {lost && !unreachable && say(connection)}
      </p>
      {ticket?.status === 'resolved' && <Over text={say('resolved')} model={model} actions={actions} />}
      {ticket?.status === 'closed' ? (
        <Over text={say('closed')} model={model} actions={actions} />
      ) : (
        thread && <Composer key={turn} model={model} actions={actions} />
      )}
    </>
  )
}

function Over({ text, model, actions }: Props & { text: string }) {
  return (
    <div class="over">
      <p>{text}</p>
      <button type="button" class="plain" onClick={() => actions.startNew()}>
        {model.say('newChat')}
      </button>
    </div>
  )
}
