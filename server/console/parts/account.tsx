import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { go } from '../state/navigation.ts'
import { signOut } from '../state/session.ts'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { LanguageChoice } from './language-choice.tsx'

const MENU = 'account-menu'

export function Account({ help }: { help: () => void }) {
  const { me } = useConsole()
  const { say } = useReader()
  const name = me.agent?.name ?? me.shop.name
  const leave = async () => {
    await signOut()
    go({ page: 'signIn' })
  }
  const showKeys = () => {
    document.getElementById(MENU)?.hidePopover()
    help()
  }

  return (
    <div class="account">
      <button type="button" class="account-button" popovertarget={MENU} title={say('nav.account', { name })}>
        <Avatar name={name} id={me.agent?.id ?? null} />
        <span class="account-name">{name}</span>
      </button>
      <div id={MENU} class="menu account-menu" popover="auto">
        <div class="menu-head">
          <strong>{name}</strong>
          <span>{me.agent?.email}</span>
          <span>{say(`role.${me.role}`)}</span>
        </div>
        <LanguageChoice />
        <button type="button" class="menu-item" onClick={showKeys}>
          <Icon name="keys" />
          {say('nav.keys')}
          <kbd>?</kbd>
        </button>
        <button type="button" class="menu-item" onClick={() => void leave()}>
          <Icon name="signOut" />
          {say('nav.signOut')}
        </button>
      </div>
    </div>
  )
}
