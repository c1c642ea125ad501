import type { ProactiveRule } from '@comptoir/sdk'
import { recall } from '../../loader/keep.ts'
import { dress, keepKit, kitOf, newSheet } from '../more/kit.ts'
import { inLanguage, learn, sayOf } from '../more/words.ts'
import type { Props } from '../screens/props.ts'
import type { PartKit } from '../state/model.ts'
import { shownKey, store, visitsKey } from '../state/storage.ts'
import { choose, type Scene } from './choose.ts'
import styles from './rules.css'

const sheet = newSheet(styles)
const LOOK_AGAIN = 1_000
/** A visit that begins within so long of the last page is the same one. */
const SAME_VISIT = 30 * 60_000
const DIALOGS = 'dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]'

let said: ProactiveRule | null = null

export async function open(kit: PartKit): Promise<void> {
  keepKit(kit)
  await learn(kit.model.locale)
  dress(kit, sheet)
  const visits = countVisit(kit, Date.now())
  let path = location.pathname
  let since = Date.now()
  const look = () => {
    if (location.pathname !== path) [path, since] = [location.pathname, Date.now()]
    if (kit.model.open || document.hidden || said || isBusy()) return
    const scene = { path, seconds: (Date.now() - since) / 1000, cart: cartOf(kit), visits, isOpen: isOpen(kit) }
    say(kit, scene)
  }
  const timer = setInterval(look, LOOK_AGAIN)
  kit.bridge.signal.addEventListener('abort', () => {
    clearInterval(timer)
    said = null
  })
}

function say(kit: PartKit, scene: Scene): void {
  const { model, bridge, update } = kit
  const key = shownKey(bridge.shopKey)
  const shown = recall('localStorage', key).split(' ')
  said = choose(model.shop?.rules ?? [], scene, shown)
  if (!said) return
  store('localStorage', key, [...shown.filter(Boolean), said.id].slice(-50).join(' '))
  update()
}

/** Over a dialog of the page nothing is said. */
const isBusy = (): boolean =>
  [...document.querySelectorAll<HTMLElement>(DIALOGS)].some((one) => one.checkVisibility?.() ?? one.offsetHeight > 0)

const isOpen = ({ model }: PartKit): boolean => model.shop?.isOpen ?? false

const tagOf = ({ bridge }: PartKit): HTMLElement | null =>
  document.querySelector<HTMLElement>(`script[data-shop="${CSS.escape(bridge.shopKey)}"]`)

/** What the page says of its basket, on the tag: `data-cart="59.90"`. */
function cartOf(kit: PartKit): number {
  return Number(tagOf(kit)?.dataset.cart ?? 0) || 0
}

/** How many visits there were before this one. */
function countVisit({ bridge }: PartKit, now: number): number {
  const key = visitsKey(bridge.shopKey)
  const [count = 0, last = 0] = recall('localStorage', key).split(' ').map(Number)
  const visits = now - last > SAME_VISIT ? count + 1 : count
  store('localStorage', key, `${visits} ${now}`)
  return visits - 1
}

/** The sentence beside the launcher. */
export function View({ model, actions }: Props) {
  const kit = kitOf(model)
  const words = sayOf(kit)
  if (!said || model.open) return null
  const rule = said
  const leave = () => {
    said = null
    kit.update()
  }
  return (
    <div class="said" role="status">
      <button type="button" class="said-text" onClick={() => (leave(), actions.open())}>
        {inLanguage(rule.message, model.locale)}
      </button>
      <button type="button" class="said-off" aria-label={words('dismiss')} onClick={leave}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m7 7 10 10M17 7 7 17" />
        </svg>
      </button>
    </div>
  )
}
