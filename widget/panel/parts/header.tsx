import type { Props } from '../screens/props.ts'
import { BACK, CLOSE, Icon } from './icon.tsx'
import { Later } from './later.tsx'

export function Header({ model, actions }: Props) {
  const { shop, say, screen, rows, connection, loading } = model
  // Another name that is replaced at once would only flicker.
  const name = shop?.shop.name ?? (loading ? '' : say('chat'))
  const inList = screen === 'list'
  return (
    <header role="presentation">
      {!inList && rows.length > 0 ? (
        <button type="button" class="tool" aria-label={say('chats')} onClick={actions.showList}>
          <Icon d={BACK} />
        </button>
      ) : (
        <span class="tool" aria-hidden="true">
          {[...name][0]}
        </span>
      )}
      <div>
        <h2>{inList ? say('chats') : name}</h2>
        <p>{inList ? name : say(connection === 'connecting' ? 'connecting' : 'lead')}</p>
      </div>
      {model.open && <Later name="options" model={model} actions={actions} />}
      <button type="button" class="tool" aria-label={say('close')} onClick={actions.close}>
        <Icon d={CLOSE} />
      </button>
    </header>
  )
}
