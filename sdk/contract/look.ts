export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** How the widget looks and speaks, beside its colour and its side. */
export interface WidgetLook {
  /** Pixels from the edges of the window, 0 to 400. */
  offset: { x: number; y: number }
  /** Of the corners, in pixels: 0, square, to 28, round. `null` is as usual: a round launcher, and 16 for the panel. */
  radius: number | null
  /** `auto` is as the page is, and where it does not say, as the shopper's system. */
  theme: Theme
  /** `https:` address of a square picture for the panel's head. `null`: the first letter of the shop's name. */
  logo: string | null
  /**
   * The shop's own sentences by language and by the key of `widget/panel/locales/en.ts`; `unread.one` and the like for the
   * forms of a number. What is left out is said as usual.
   */
  words: Record<string, Record<string, string>>
}
