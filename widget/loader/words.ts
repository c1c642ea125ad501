/** The few words that are needed before the language's file is there: the launcher's name, and that the chat cannot be reached. */
export const FIRST_WORDS = {
  en: ['Open chat', 'Chat unavailable. Please try again.'],
  fr: ['Ouvrir la discussion', 'Discussion indisponible. Veuillez réessayer.'],
} as const

export type Language = keyof typeof FIRST_WORDS
