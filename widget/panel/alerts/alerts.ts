import type { Message } from '@comptoir/sdk'
import { keepKit, kitOf } from '../more/kit.ts'
import { learn, sayOf } from '../more/words.ts'
import type { Props } from '../screens/props.ts'
import type { PartKit } from '../state/model.ts'
import { countUnread } from '../state/tickets.ts'
import { alertsOf } from './consent.ts'

/** All tabs hear of a message within so many milliseconds: who is first tells of it. */
const TOGETHER = 5_000
const BADGE = /^\(\d+\+?\) /

export async function open(kit: PartKit): Promise<void> {
  keepKit(kit)
  const { client, bridge } = kit
  await learn(kit.model.locale)
  client.on('message', (message) => {
    if (message.author.kind === 'agent') void tell(kit, message)
  })
  bridge.signal.addEventListener('abort', () => setTitle(0))
}

/** Not drawn: with every drawing, the title follows. */
export function View({ model }: Props) {
  const kit = kitOf(model)
  setTitle(alertsOf(kit.bridge.shopKey).includes('badge') ? countUnread(model.rows) : 0)
  return null
}

function setTitle(count: number): void {
  const own = document.title.replace(BADGE, '')
  const title = count > 0 ? `(${count > 99 ? '99+' : count}) ${own}` : own
  if (title !== document.title) document.title = title
}

async function tell(kit: PartKit, message: Message): Promise<void> {
  const { model, bridge } = kit
  const wanted = alertsOf(bridge.shopKey)
  const isSeen = model.open && !document.hidden && model.ticketId === message.ticketId
  if (isSeen || wanted.length === 0) return
  await alone(`comptoir:${bridge.shopKey}:${message.id}`, () => {
    if (wanted.includes('sound')) beep()
    if (wanted.includes('notify') && document.hidden) notify(kit, message)
  })
}

/** Of all tabs, one does it. */
async function alone(name: string, work: () => void): Promise<void> {
  if (!navigator.locks) return work()
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    work()
    await new Promise((done) => setTimeout(done, TOGETHER))
  })
}

/** Two soft notes. */
function beep(): void {
  const sound = new AudioContext()
  const start = sound.currentTime
  for (const [pitch, at] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const tone = new OscillatorNode(sound, { frequency: pitch })
    const volume = new GainNode(sound, { gain: 0 })
    tone.connect(volume).connect(sound.destination)
    volume.gain.setValueAtTime(0, start + at)
    volume.gain.linearRampToValueAtTime(0.12, start + at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, start + at + 0.3)
    tone.start(start + at)
    tone.stop(start + at + 0.32)
    tone.onended = () => at && void sound.close()
  }
}

function notify(kit: PartKit, { author, message, ticketId }: Message): void {
  const { model, actions } = kit
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  const name = author.name ?? model.shop?.shop.name ?? ''
  const note = new Notification(sayOf(kit)('newMessage', { name }), { body: message.slice(0, 200), tag: ticketId })
  note.onclick = () => {
    window.focus()
    actions.open()
    actions.pick(ticketId)
    note.close()
  }
}
