/** Where a name begins that is being called: after nothing or a space, as one does not write an address. */
export const callsSomebody = (text: string, at: number): boolean =>
  text[at - 1] === '@' && /^$|\s/.test(text[at - 2] ?? '')

/** The text with the name in the place of its sign. */
export const withName = (text: string, at: number, name: string): string =>
  `${text.slice(0, at)}${name} ${text.slice(at)}`

/** A note in parts: those that call one of these names, and those between. */
export function mentionParts(text: string, names: readonly string[]): { text: string; isName: boolean }[] {
  const known = names.filter(Boolean).sort((a, b) => b.length - a.length)
  if (known.length === 0) return [{ text, isName: false }]
  const escaped = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return text
    .split(new RegExp(`(@(?:${escaped.join('|')}))(?![\\p{L}\\p{N}])`, 'u'))
    .map((part, at) => ({ text: part, isName: at % 2 === 1 }))
    .filter((part) => part.text !== '')
}
