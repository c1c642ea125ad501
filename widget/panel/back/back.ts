import { keepKit, kitOf } from '../more/kit.ts'
import type { Props } from '../screens/props.ts'
import type { PartKit } from '../state/model.ts'
import { isSmall } from '../state/window.ts'

/** Marks the entry of the history that stands for the open panel. What the page has put there stays with it. */
const MARK = 'comptoirPanel'

const isOurs = (): boolean => Boolean(history.state && typeof history.state === 'object' && MARK in history.state)

/** On a phone the panel is a page: the back button leaves it. */
export function open(kit: PartKit): void {
  keepKit(kit)
  const { model, actions, bridge } = kit
  addEventListener('popstate', () => model.open && !isOurs() && actions.close(), { signal: bridge.signal })
}

/** Not drawn: with every drawing, the history follows. */
export function View({ model }: Props) {
  if (!kitOf(model)) return null
  if (model.open && isSmall() && !isOurs()) history.pushState({ ...history.state, [MARK]: true }, '')
  else if (!model.open && isOurs()) history.back()
  return null
}
