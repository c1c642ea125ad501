import { Icon } from './icon.tsx'

const TINTS = 6

/** The first letters of the first two words. */
export const initials = (name: string): string =>
  name
    .split(/[\s-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase())
    .join('')

/** The same person has the same tint everywhere. */
export function tintOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % TINTS
}

export const Avatar = ({ name, id }: { name: string | null; id: string | null }) => (
  <span class={`avatar tint-${tintOf(id ?? '')}`} aria-hidden="true">
    {name ? initials(name) : <Icon name="person" />}
  </span>
)
