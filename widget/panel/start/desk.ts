import type { AskedField } from '@comptoir/sdk/contract'
import { type Answers, check, told } from '../more/ask.tsx'
import { sayOf } from '../more/words.ts'
import type { Model, PartKit } from '../state/model.ts'

/** What a shopper does before there is a conversation. */
interface Desk {
  page: 'home' | 'faq' | 'request'
  /** What of the shop's form is not known yet. */
  asked: AskedField[]
  answers: Answers
  /** Who the shopper is, as far as they have said. */
  known: { name?: string | null; email?: string | null }
}

const desks = new WeakMap<Model, Desk>()

export function deskOf(model: Model): Desk {
  const desk = desks.get(model) ?? { page: 'home', asked: [], answers: { values: {}, errors: {} }, known: {} }
  desks.set(model, desk)
  return desk
}

/** Nothing that is known is asked again. A shopper who was never here is not asked for by opening a session. */
export async function guard(kit: PartKit): Promise<void> {
  const { model, client } = kit
  const desk = deskOf(model)
  if (client.hasSession()) {
    const session = await client.session().catch(() => null)
    desk.known = session?.customer ?? {}
  }
  desk.asked = (model.shop?.form ?? []).filter((asked) => !isKnown(desk, asked))
  model.gate = () => mayBegin(kit)
}

const isKnown = ({ known }: Desk, { field }: AskedField): boolean =>
  (field === 'name' && Boolean(known.name)) || (field === 'email' && Boolean(known.email))

/** Asked by the composer before a first message. What is missing is shown, and the first of it gets the focus. */
function mayBegin(kit: PartKit): boolean {
  const { model, actions, client, bridge, update } = kit
  const desk = deskOf(model)
  if (desk.asked.length === 0) return true
  desk.page = 'home'
  if (!check(desk.asked, desk.answers)) {
    update()
    model.status = sayOf(kit)('missing')
    const [first] = Object.keys(desk.answers.errors)
    setTimeout(() => bridge.frame.querySelector<HTMLElement>(`[name="${first}"]`)?.focus())
    return false
  }
  const { about, who } = told(desk.asked, desk.answers)
  if (Object.keys(who).length > 0) client.identify(who).catch(actions.fail)
  Object.assign(desk.known, who)
  desk.asked = desk.asked.filter((asked) => !isKnown(desk, asked))
  desk.answers = { values: {}, errors: {} }
  actions.startNew(model.draft, about)
  return true
}
