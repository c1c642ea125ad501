/** A piece of a message: plain, or with the address that it leads to. */
export interface Piece {
  text: string
  href?: string
}

/**
 * Nothing else is ever made a link: `javascript:` and its kin stay the text that they are. A character that turns the
 * direction of writing ends an address, since it could show another one than it leads to. A mailbox has 64 characters at
 * most, so that a message of full length is read in no time however it is made.
 */
const SAFE =
  /\b(?:(?:https?:\/\/|mailto:|tel:|www\.)[^\s<>"\u200e-\u202e\u2066-\u2069]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)/gi
const STOPS = ".,;:!?'’»…"
const SCHEME = /^(?:https?:\/\/|mailto:|tel:)/i

export function findLinks(message: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of message.matchAll(SAFE)) {
    const text = withoutTail(match[0])
    if (match.index > end) pieces.push({ text: message.slice(end, match.index) })
    pieces.push({ text, href: addressOf(text) })
    end = match.index + text.length
  }
  if (end < message.length) pieces.push({ text: message.slice(end) })
  return pieces
}

/** A full stop, or a bracket that was opened before the address, belongs to the sentence. */
function withoutTail(text: string): string {
  let unopened = text.split(')').length - text.split('(').length
  let end = text.length
  while (text[end - 1] === ')' ? unopened-- > 0 : STOPS.includes(text[end - 1] ?? ' ')) end--
  return text.slice(0, end)
}

const addressOf = (text: string): string =>
  SCHEME.test(text) ? text : `${text.includes('@') ? 'mailto:' : 'https://'}${text}`
