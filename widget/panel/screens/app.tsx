import { Header } from '../parts/header.tsx'
import { Later } from '../parts/later.tsx'
import { isSmall } from '../state/window.ts'
import { Chat } from './chat.tsx'
import type { Props } from './props.ts'

/** Stays on the page while it is closed: what a screen reader listens to must be there before it speaks. */
export function App({ model, actions }: Props) {
  const { open, screen, shop, say, status } = model
  const small = isSmall()
  return (
    <>
      <section
        class={open ? 'panel on' : 'panel'}
        role="dialog"
        aria-label={shop?.shop.name ?? say('chat')}
        tabIndex={-1}
      >
        <Header model={model} actions={actions} />
        {screen === 'list' ? (
          <Later name="list" model={model} actions={actions} />
        ) : (
          <Chat model={model} actions={actions} />
        )}
      </section>
      {((open && small) || model.parts.back) && <Later name="back" model={model} actions={actions} />}
      {model.parts.alerts && <Later name="alerts" model={model} actions={actions} />}
      {model.parts.rules && <Later name="rules" model={model} actions={actions} />}
      <p class="unseen" role="status">
        {status}
      </p>
    </>
  )
}
