import { LIMITS } from '@comptoir/sdk/contract'

/** Names that Windows gives to devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * What a sender calls a file, made harmless: no folders, no marks that are not seen or that turn the text around, no
 * signs that a file system forbids, no hidden file, at most 255 characters with its ending.
 */
export function cleanName(text: string): string {
  const last = text.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const seen = last
    .replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const name = DEVICE.test(seen) ? `_${seen}` : seen
  return shorten(name) || 'file'
}

/** Marks alone can make a long text of one letter: it is counted as it is stored. */
function shorten(name: string): string {
  if (name.length <= LIMITS.fileName) return name
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  // Never through a character.
  return `${name.slice(0, LIMITS.fileName - ending.length).replace(/[\uD800-\uDBFF]$/, '')}${ending}`
}

/** RFC 6266, with the name as RFC 8187 has it, and in ASCII for readers of long ago. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`
}
