export interface FileWords {
  files: string
  remove: string
  retry: string
  sending: string
  ready: string
  open: string
  save: string
  large: string
  full: string
  many: string
  wait: string
  broken: string
}

/** `{name}` is the file's. */
export const en: FileWords = {
  files: 'Files to send',
  remove: 'Remove {name}',
  retry: 'Try again',
  sending: 'Sending {name}',
  ready: '{name} is ready to be sent',
  open: 'Open the picture {name}',
  save: 'Save {name}',
  large: 'This file is too large.',
  full: 'There is no room left for files.',
  many: 'So many files go into one message.',
  wait: 'Too many files at once: wait a moment.',
  broken: 'It could not be sent.',
}

export const fr: FileWords = {
  files: 'Fichiers à envoyer',
  remove: 'Retirer {name}',
  retry: 'Réessayer',
  sending: 'Envoi de {name}',
  ready: '{name} est prêt à partir',
  open: 'Ouvrir l’image {name}',
  save: 'Enregistrer {name}',
  large: 'Ce fichier est trop lourd.',
  full: 'Il n’y a plus de place pour des fichiers.',
  many: 'Un message ne prend pas plus de fichiers.',
  wait: 'Trop de fichiers à la fois : patientez un instant.',
  broken: 'L’envoi a échoué.',
}

const languages: Record<string, FileWords> = { en, fr }

export const wordsOf = (locale: string): FileWords => languages[locale.slice(0, 2)] ?? en

export const filled = (text: string, name: string): string => text.replace('{name}', () => name)

/** As the reader's language writes it: `1.2 MB`. */
export function sizeOf(bytes: number, locale: string): string {
  const [unit, size] =
    bytes < 1_000 ? ['byte', bytes] : bytes < 1_000_000 ? ['kilobyte', bytes / 1_000] : ['megabyte', bytes / 1_000_000]
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: Number(size) < 10 ? 1 : 0,
  }).format(Number(size))
}
