import type { Props } from '../screens/props.ts'
import type { PartName } from '../state/model.ts'

/** A part that comes later: nothing until then. */
export function Later({ name, model, actions }: Props & { name: PartName }) {
  const View = model.parts[name]?.View
  if (View) return <View model={model} actions={actions} />
  actions.need(name)
}
