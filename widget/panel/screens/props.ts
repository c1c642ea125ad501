import type { Actions } from '../state/actions.ts'
import type { Model } from '../state/model.ts'

/** What every screen draws from. */
export interface Props {
  model: Model
  actions: Actions
}
