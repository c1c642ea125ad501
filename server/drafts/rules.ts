import type { DraftChange } from '@comptoir/sdk/contract'

interface Stored {
  text: string
  device: string
  updatedAt: Date
}

/** Whether a change writes over what another device has written since this one looked. */
export const writesOver = (stored: Stored | undefined, { text, device, base }: DraftChange): boolean =>
  stored !== undefined &&
  stored.device !== device &&
  stored.text !== text &&
  (base === null || stored.updatedAt.getTime() > Date.parse(base))
