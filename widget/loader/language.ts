import { SPOKEN } from './words.ts'

/** The first of the wishes that is spoken, written as `fr-CA` or `fr_FR`, and its language. */
export function choose(wishes: readonly unknown[]): readonly string[] {
  for (const wish of wishes) {
    const found = SPOKEN.exec(`${wish}`.toLowerCase().replace('_', '-'))
    if (found) return found
  }
  return ['en', 'en']
}
