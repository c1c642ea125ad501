import type { Actions, Model } from '../state/model.ts'

/** What every screen draws from. */
export interface Props {
  model: Model
  actions: Actions
}
