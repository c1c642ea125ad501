import { createClient, Failure, type ShopperClient, type Thread, type ThreadState } from '@comptoir/sdk'
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A chat of the page's own, in place of the widget. */
function Chat({ thread }: { thread: Thread }) {
  const { messages, typing, failure } = useThread(thread)
  const [text, setText] = useState('')
  const send = (event: Event) => {
    event.preventDefault()
    if (text.trim() === '') return
    thread.send(text)
    setText('')
  }
  return (
    <section aria-label="Chat">
      <ol aria-live="polite">
        {messages.map(({ clientId, message, author, state }) => (
          <li key={clientId} data-state={state}>
            <strong>{author.kind === 'customer' ? 'You' : (author.name ?? 'The shop')}</strong> {message}{' '}
            {author.kind === 'customer' && <small>{state}</small>}
          </li>
        ))}
      </ol>
      {typing && <p>{typing.userName ?? 'Somebody'} is writing…</p>}
      {failure && <p role="alert">{failure.message}</p>}
      <form onSubmit={send}>
        <input
          aria-label="Message"
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value)
            thread.typing()
          }}
        />
        <button type="submit">Send</button>
      </form>
    </section>
  )
}

/** What the thread holds, and every change of it. */
function useThread(thread: Thread): ThreadState {
  const [state, setState] = useState(thread.get())
  useEffect(() => thread.subscribe(() => setState(thread.get())), [thread])
  return state
}

/** The last conversation goes on; where there is none, the first message makes one. */
async function openThread(client: ShopperClient): Promise<Thread> {
  if (!client.hasSession()) return client.newThread({ orderId: '1042' })
  const { items } = await client.tickets.list({ limit: 1 })
  return items[0] ? client.thread(items[0].id) : client.newThread({ orderId: '1042' })
}

const root = document.getElementById('chat')
if (!root) throw new Error('Expected an element with the id "chat".')
const { url = '', shopKey = '' } = root.dataset
openThread(createClient({ url, shopKey })).then(
  (thread) => render(<Chat thread={thread} />, root),
  (failure) => {
    root.textContent = failure instanceof Failure ? failure.message : 'Something went wrong.'
  },
)
