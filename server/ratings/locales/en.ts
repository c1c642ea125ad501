/** The words of the page by which a customer rates. `{…}` are filled in. */
export const en = {
  title: 'How did we do?',
  lead: 'Your request #{number} is done. How happy are you with our help?',
  score: 'Your rating',
  scores: { 1: 'Very bad', 2: 'Bad', 3: 'All right', 4: 'Good', 5: 'Very good' },
  comment: 'What could we do better?',
  optional: '(optional)',
  send: 'Send the rating',
  missing: 'Please choose from one to five stars.',
  tooLong: 'Please shorten your comment to {most} characters.',
  thanks: 'Thank you',
  given: 'Your rating of request #{number}: {score} of 5 stars.',
  notYet: 'Your request is still open',
  notYetLead: 'Request #{number} is being worked on again. You can rate it when it is done.',
  expired: 'This link no longer works',
  expiredLead: 'Links to rate work for 60 days. Open the one in the newest mail about your request.',
  failed: 'That did not work',
  failedLead: 'It is our fault, not yours. Please try again in a minute.',
  other: 'En français',
}

export type RatingWords = typeof en
