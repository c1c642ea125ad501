import { useEffect, useRef, useState } from 'preact/hooks'
import { dress, keepKit, kitOf, newSheet } from '../more/kit.ts'
import { learn, sayOf } from '../more/words.ts'
import type { Props } from '../screens/props.ts'
import type { PartKit } from '../state/model.ts'
import styles from './emoji.css'

const sheet = newSheet(styles)

/** A few of each kind: what people write to a shop. */
const KINDS = {
  smileys: '😀 😃 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😋 😎 🤔 😐 😏 😬 😔 😕 🙁 😢 😭 😡 😱 🥳 😴',
  gestures: '👍 👎 👌 🙏 👏 🙌 💪 👋 ✌️ 🤞 🤝 👀',
  hearts: '❤️ 🧡 💛 💚 💙 💜 🖤 💔 💕 ✨ ⭐ 🔥',
  things: '🎁 📦 🚚 🛒 💳 🧾 📷 📏 🎉 🌷 ☕ 🫖 🏠 📞 ⏰ ✅ ❌ ❓',
} as const
const NAMES = ['smileys', 'gestures', 'hearts', 'things'] as const

export async function open(kit: PartKit): Promise<void> {
  keepKit(kit)
  await learn(kit.model.locale)
  dress(kit, sheet)
}

/** A button of the composer, and what opens above it. */
export function View({ model, actions }: Props) {
  const kit = kitOf(model)
  const say = sayOf(kit)
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isOpen) return
    place.current?.querySelector<HTMLElement>('.one')?.focus()
    const outside = (event: Event) => {
      if (place.current && !event.composedPath().includes(place.current)) setOpen(false)
    }
    const { frame } = kit.bridge
    frame.addEventListener('pointerdown', outside)
    return () => frame.removeEventListener('pointerdown', outside)
  }, [isOpen])
  const field = () => place.current?.closest('form')?.querySelector('textarea') ?? null
  const put = (one: string) => {
    const area = field()
    const from = area?.selectionStart ?? model.draft.length
    const to = area?.selectionEnd ?? from
    actions.write(model.draft.slice(0, from) + one + model.draft.slice(to))
    setOpen(false)
    requestAnimationFrame(() => {
      area?.focus()
      area?.setSelectionRange(from + one.length, from + one.length)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      setOpen(false)
      return field()?.focus()
    }
    move(event, place.current)
  }
  return (
    <div class="emoji" ref={place} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="plain"
        aria-label={say('emoji')}
        aria-expanded={isOpen ? 'true' : undefined}
        aria-haspopup="true"
        onClick={() => setOpen(!isOpen)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M9 10h.01M15 10h.01M8.5 14.5q3.5 3 7 0" />
        </svg>
      </button>
      {isOpen && (
        <div class="picker" role="group" aria-label={say('emoji')}>
          {NAMES.map((name) => (
            <div key={name} role="group" aria-label={say(name)}>
              {KINDS[name].split(' ').map((one) => (
                <button key={one} type="button" class="one" onClick={() => put(one)}>
                  {one}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

/** Arrows go from one to the next, and by lines. */
function move(event: KeyboardEvent, place: HTMLElement | null): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key]
  const all = [...(place?.querySelectorAll<HTMLElement>('.one') ?? [])]
  const at = all.findIndex((one) => one.matches(':focus'))
  if (!step || at < 0) return
  event.preventDefault()
  all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus()
}
