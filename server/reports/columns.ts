import type { Category, FieldDefinition } from '@comptoir/sdk/contract'
import { labelIn } from '../categories/rules.ts'
import type { ReportLanguage, ReportWords } from './locales/index.ts'
import type { ReportRow } from './store.ts'

/** A time is milliseconds by the clock on the shop's wall. */
export type Cell = { text: string } | { number: number } | { time: number } | null

export interface Column {
  heading: string
  kind: 'text' | 'number' | 'time'
  cell(row: ReportRow): Cell
}

/** What a shop calls its things, in one language. */
export interface Names {
  language: ReportLanguage
  words: ReportWords
  categories: readonly Category[]
  fields: readonly FieldDefinition[]
}

const text = (value: string | null): Cell => (value === null || value === '' ? null : { text: value })
const number = (value: number | null): Cell => (value === null ? null : { number: value })
const time = (value: number | null): Cell => (value === null ? null : { time: value })
const minutes = (ms: number | null): Cell => (ms === null ? null : { number: Math.round(ms / 600) / 100 })

/** The columns of the report, the shop's own fields last. */
export function columnsOf({ language, words, categories, fields }: Names): Column[] {
  const labels = new Map(categories.map((one) => [one.id, labelIn(one, language)]))
  const as = (kind: Column['kind'], key: keyof ReportWords['columns'], cell: Column['cell']): Column => ({
    ...{ heading: words.columns[key], kind, cell },
  })
  return [
    as('number', 'number', (row) => number(row.number)),
    as('text', 'subject', (row) => text(row.subject)),
    as('text', 'status', (row) => text(words.status[row.status])),
    as('text', 'priority', (row) => text(words.priority[row.priority])),
    as('text', 'category', (row) => text(labels.get(row.category) ?? row.category)),
    as('text', 'channel', (row) => text(words.channel[row.channel])),
    as('text', 'department', (row) => text(row.departmentName)),
    as('text', 'agent', (row) => text(row.agentName)),
    as('text', 'customer', (row) => text(row.customerName)),
    as('text', 'email', (row) => text(row.customerEmail)),
    as('text', 'orderId', (row) => text(row.orderId)),
    as('text', 'tags', (row) => text(row.tags.join(', '))),
    as('time', 'openedAt', (row) => time(row.openedAt)),
    as('time', 'answeredAt', (row) => time(row.answeredAt)),
    as('time', 'resolvedAt', (row) => time(row.resolvedAt)),
    as('time', 'closedAt', (row) => time(row.closedAt)),
    as('number', 'answerMinutes', (row) => minutes(row.answerAfter)),
    as('number', 'resolutionMinutes', (row) => minutes(row.resolvedAfter)),
    as('text', 'escalated', (row) => text(row.wasEscalated ? words.yes : words.no)),
    as('number', 'rating', (row) => number(row.rating)),
    as('text', 'comment', (row) => text(row.comment)),
    ...fields.map((field) => ofField(field, language)),
  ]
}

function ofField({ key, label, type }: FieldDefinition, language: ReportLanguage): Column {
  return {
    heading: label[language] ?? Object.values(label)[0] ?? key,
    kind: type === 'number' ? 'number' : 'text',
    cell: ({ fields }) => {
      const value = fields[key]
      return typeof value === 'number' ? { number: value } : text(value ?? null)
    },
  }
}
