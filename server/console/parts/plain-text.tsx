import { mentionParts } from './mention.ts'

/** What is an address in a text, and what is not. Only http and https become links. */
export function linkParts(text: string): { text: string; href: string | null }[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’»])/g)
    .map((part, at) => ({ text: part, href: at % 2 === 1 && URL.canParse(part) ? part : null }))
    .filter((part) => part.text !== '')
}

/** A text of somebody else's, as written: line breaks stay, addresses can be followed, nothing else means anything. */
export const PlainText = ({ text, names = [] }: { text: string; names?: readonly string[] }) => (
  <p class="plain-text" dir="auto">
    {linkParts(text).map((part, at) =>
      part.href ? (
        <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      ) : (
        mentionParts(part.text, names).map((one) =>
          one.isName ? <strong class="mention">{one.text}</strong> : one.text,
        )
      ),
    )}
  </p>
)
