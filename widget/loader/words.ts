/** What is spoken: every language that has a file in `panel/locales`, and whatever follows of a country or script. */
export const SPOKEN = /^(ar|de|en|es|fr|it|nl|pl|pt|sw|tr|wo)\b.*/

/**
 * What is said before the language's file is there: the launcher's name, and that the chat cannot be reached. A page in
 * another language names the launcher by `data-label`; else its words come with the shopper's first reach for it.
 */
export const FIRST_WORDS = {
  en: ['Open chat', 'Chat unavailable'],
  fr: ['Ouvrir la discussion', 'Discussion indisponible'],
} as const
