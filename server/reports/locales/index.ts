import { en, type ReportWords } from './en.ts'
import { fr } from './fr.ts'

export const REPORT_LANGUAGES = ['en', 'fr'] as const
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number]

export const WORDS: Record<ReportLanguage, ReportWords> = { en, fr }
export type { ReportWords }

export const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place))
