import type { WidgetSettings } from '@comptoir/sdk/contract'
import type { Speech } from '../../loader/bridge.ts'
import type { Look } from '../../loader/look.ts'
import type { Plural, Words } from '../locales/say.ts'

/** What the loader takes of the shop's settings. */
export function lookOf({ color, position, offset, radius, theme, logo }: WidgetSettings): Look {
  const { x, y } = offset
  return {
    color,
    position,
    x: `${x}px`,
    y: `${y}px`,
    ...(radius !== null && { radius: `${radius}px` }),
    theme,
    ...(logo && { logo }),
  }
}

/** The words with the shop's own sentences in their places: in this very locale, else in its language. */
export function withOwn({ locale, words }: Speech, own: WidgetSettings['words'] = {}): Speech {
  const said: Record<string, string | Plural> = { ...words }
  for (const [name, text] of Object.entries(own[locale] ?? own[locale.slice(0, 2)] ?? {})) {
    const [key = '', form = 'other'] = name.split('.')
    const usual = said[key]
    if (usual) said[key] = typeof usual === 'string' ? text : { ...usual, [form]: text }
  }
  // Of the same keys, each with what it had: a sentence, or the forms of a number.
  return { locale, words: said as unknown as Words }
}
