import type { Thread, ThreadMessage } from '@comptoir/sdk'
import { useReader } from '../state/language.ts'
import { Icon } from './icon.tsx'

interface StateProps {
  message: ThreadMessage
  /** Only the newest stored answer says that it was sent or read: the ones above it follow from it. */
  isLast: boolean
  thread: Thread
  giveBack: (text: string) => void
}

export function MessageState({ message, isLast, thread, giveBack }: StateProps) {
  const { say } = useReader()
  const { state, clientId } = message
  if (state === 'failed' && clientId) return <NotSent {...{ message, clientId, thread, giveBack }} />
  if (state !== 'pending' && !isLast) return null
  return (
    <p class={`message-state is-${state}`}>
      <Icon name={state === 'pending' ? 'wait' : 'check'} />
      {say(`message.${state}`)}
    </p>
  )
}

type NotSentProps = Omit<StateProps, 'isLast'> & { clientId: string }

function NotSent({ message, clientId, thread, giveBack }: NotSentProps) {
  const { say } = useReader()
  // What the colleague has said stands above, in the thread.
  const isStale = message.failure?.code === 'stale_answer'
  const discard = () => {
    const text = thread.discard(clientId)
    if (text) giveBack(text)
  }
  return (
    <p class="message-state is-failed" role="status">
      <Icon name="warn" />
      <span>
        {say('message.failed')}
        {message.failure && `. ${say(`failure.${message.failure.code}`)}`}
      </span>
      <button type="button" class="text-button" onClick={() => thread.retry(clientId, { force: isStale })}>
        {say(isStale ? 'message.force' : 'message.retry')}
      </button>
      <button type="button" class="text-button" onClick={discard}>
        {say(isStale ? 'message.takeBack' : 'message.discard')}
      </button>
    </p>
  )
}
