/** The few words that are needed before the language's file is there: the launcher's name, and that the chat cannot be reached. */
export const FIRST_WORDS = {
  en: ['Open chat', 'The chat cannot be reached at the moment. Please try again.'],
  fr: ['Ouvrir la discussion', 'La discussion est injoignable pour le moment. Veuillez réessayer.'],
} as const satisfies Record<string, readonly [string, string]>

export type Language = keyof typeof FIRST_WORDS
