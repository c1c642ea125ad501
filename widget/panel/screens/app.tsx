import { Header } from '../parts/header.tsx'
import { Chat } from './chat.tsx'
import { List } from './list.tsx'
import type { Props } from './props.ts'

/** Stays on the page while it is closed: what a screen reader listens to must be there before it speaks. */
export function App({ model, actions }: Props) {
  const { open, screen, shop, say, status } = model
  const Screen = screen === 'list' ? List : Chat
  return (
    <>
      <section
        class={open ? 'panel on' : 'panel'}
        role="dialog"
        aria-label={shop?.shop.name ?? say('chat')}
        tabIndex={-1}
      >
        <Header model={model} actions={actions} />
        <Screen model={model} actions={actions} />
      </section>
      <p class="unseen" role="status">
        {status}
      </p>
    </>
  )
}
