import { useEffect, useRef, useState } from 'preact/hooks'
import { ALERTS, type Alert, alertsOf, turnAlert } from '../alerts/consent.ts'
import { errorOf } from '../more/ask.tsx'
import { dress, keepKit, kitOf, newSheet } from '../more/kit.ts'
import { learn, sayOf } from '../more/words.ts'
import type { Props } from '../screens/props.ts'
import type { PartKit } from '../state/model.ts'
import styles from './options.css'

const sheet = newSheet(styles)

export async function open(kit: PartKit): Promise<void> {
  keepKit(kit)
  await learn(kit.model.locale)
  dress(kit, sheet)
}

/** What a shopper may want now and then: a button of the header, and what opens under it. */
export function View({ model }: Props) {
  const kit = kitOf(model)
  const say = sayOf(kit)
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isOpen) return
    place.current?.querySelector<HTMLElement>('input, .plain')?.focus()
    const outside = (event: Event) => {
      if (place.current && !event.composedPath().includes(place.current)) setOpen(false)
    }
    const root = kit.bridge.frame
    root.addEventListener('pointerdown', outside)
    return () => root.removeEventListener('pointerdown', outside)
  }, [isOpen])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return
    // It closes what is open, not the panel around it.
    event.stopPropagation()
    setOpen(false)
    place.current?.querySelector('button')?.focus()
  }
  return (
    <div class="options" ref={place} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="tool"
        aria-label={say('options')}
        aria-expanded={isOpen ? 'true' : undefined}
        aria-haspopup="true"
        onClick={() => setOpen(!isOpen)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 12h.01M12 12h.01M19 12h.01" />
        </svg>
      </button>
      {isOpen && (
        <div class="sheet" role="group" aria-label={say('options')}>
          {ALERTS.map((alert) => (
            <Switch key={alert} kit={kit} alert={alert} />
          ))}
          <GoOn kit={kit} />
        </div>
      )}
    </div>
  )
}

function Switch({ kit, alert }: { kit: PartKit; alert: Alert }) {
  const say = sayOf(kit)
  const [isBlocked, setBlocked] = useState(false)
  const turn = async (on: boolean) => {
    setBlocked(!(await turnAlert(kit.bridge.shopKey, alert, on)))
    kit.actions.need('alerts')
    kit.update()
  }
  if (alert === 'notify' && !('Notification' in window)) return null
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={alertsOf(kit.bridge.shopKey).includes(alert)}
        onChange={({ currentTarget }) => turn(currentTarget.checked)}
      />
      <span>{say(alert)}</span>
      <small class="bad" role="status">
        {isBlocked && say('blocked')}
      </small>
    </label>
  )
}

/** Asks for the address to which answers go once the shopper has left. */
function GoOn({ kit }: { kit: PartKit }) {
  const say = sayOf(kit)
  const { client, actions } = kit
  const [known, setKnown] = useState<string | null>()
  const [email, setEmail] = useState('')
  const [state, setState] = useState<'asked' | 'wrong' | 'failed'>('asked')
  useEffect(() => {
    if (!client.hasSession()) return setKnown(null)
    client.session().then(
      ({ customer }) => setKnown(customer.email),
      () => setKnown(null),
    )
  }, [])
  const save = async (event: Event) => {
    event.preventDefault()
    if (errorOf({ field: 'email', required: true }, email)) return setState('wrong')
    try {
      const customer = await client.identify({ email: email.trim() })
      setKnown(customer.email)
    } catch (failure) {
      setState('failed')
      actions.fail(failure)
    }
  }
  if (known === undefined) return null
  if (known)
    return (
      <p class="meta" role="status">
        {say('goOnDone', { name: known })}
      </p>
    )
  return (
    <form class="go-on" noValidate onSubmit={save}>
      <label>
        <span>{say('goOnByMail')}</span>
        <input
          type="email"
          autocomplete="email"
          value={email}
          aria-invalid={state === 'wrong'}
          aria-describedby="go-on-why"
          onInput={({ currentTarget }) => setEmail(currentTarget.value)}
        />
      </label>
      <button type="submit" class="small">
        {say('save')}
      </button>
      <p id="go-on-why" class={state === 'asked' ? 'meta' : 'bad'} role="status">
        {say(state === 'asked' ? 'goOnWhy' : state === 'wrong' ? 'badEmail' : 'trouble')}
      </p>
    </form>
  )
}
