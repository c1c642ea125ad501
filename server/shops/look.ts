import type { DeepPartial, WidgetLook } from '@comptoir/sdk/contract'

export const USUAL_LOOK: WidgetLook = { offset: { x: 20, y: 20 }, radius: null, theme: 'auto', logo: null, words: {} }

/** A sentence is kept or replaced key by key, and an empty one taken back. */
export function changeLook(look: WidgetLook, change: DeepPartial<WidgetLook>): Pick<WidgetLook, 'offset' | 'words'> {
  const words = { ...look.words }
  for (const [locale, said] of Object.entries(change.words ?? {})) {
    const now = Object.entries({ ...words[locale], ...said }).flatMap(([key, text]) => {
      const kept = text?.trim()
      return kept ? [[key, kept] as const] : []
    })
    if (now.length > 0) words[locale] = Object.fromEntries(now)
    else delete words[locale]
  }
  return { offset: { ...look.offset, ...change.offset }, words }
}
