/** The words of the page by which a reader stops mails. `{…}` are filled in. */
export const en = {
  ask: 'Stop our mails?',
  askLead: '{shop} will send no more mails to {address}. Answers to your requests then wait for you in the chat alone.',
  stop: 'Stop the mails',
  stopped: 'You get no more mails',
  stoppedLead: '{shop} sends no more mails to {address}. If that was a mistake, take it back here.',
  undo: 'Get mails again',
  wrong: 'This link does not work',
  wrongLead: 'Open it as it stands in the mail.',
  failed: 'That did not work',
  failedLead: 'It is our fault, not yours. Please try again in a minute.',
  other: 'En français',
}

export type StopWords = typeof en
