import type { Why } from '../rules.ts'

/** What a note says of the letter that it holds. `{…}` are filled in. */
export const en = {
  head: 'By mail from {sender}: {why}',
  nobody: 'an unreadable address',
  noSubject: 'A letter',
  whys: {
    automatic: 'written by a machine.',
    stranger: 'not the address to which we had written.',
    unsigned: 'without the reply address of our mail, so that anybody may have written it.',
    gone: 'this address is no longer theirs here.',
    too_many: 'too many letters in a short time.',
    closed: 'the request is closed.',
  } satisfies Partial<Record<Why, string>>,
}

export type InboundWords = typeof en
