import type { Figures, Heat, StatsPart, TicketStats } from '@comptoir/sdk/contract'
import { filled, type ReportLanguage, type ReportWords, WORDS } from '../locales/index.ts'
import { type Canvas, finish, INK, INNER, newCanvas, PAGE, say } from './canvas.ts'
import { barChart, barTable, heatChart, type TableRow, tableHeight } from './charts.ts'

export const SECTIONS = ['agent', 'category', 'department', 'channel'] as const satisfies readonly StatsPart[]
export type Section = (typeof SECTIONS)[number]

/** What the report is made from. */
export interface Findings {
  shop: string
  language: ReportLanguage
  at: Date
  /** By day. */
  days: TicketStats
  heat: Heat
  /** By name, in the reader's words; `null` for the tickets that have none. */
  sections: Record<Section, { name: string | null; figures: Figures }[]>
}

/** The report on A4: figures, days, hours, and who did what. */
export function drawReport(findings: Findings): Promise<Buffer> {
  const words = WORDS[findings.language]
  const canvas = newCanvas(`${words.title} – ${findings.shop}`, findings.language)
  const write = writerFor(findings)
  const title = (text: string, y: number) =>
    say(canvas, text, { x: PAGE.margin, y, width: INNER, size: 11, bold: true })
  drawHead(canvas, findings, write)
  drawFigures(canvas, findings.days, write, 128)
  title(words.byDay, 262)
  barChart(canvas, barsOf(findings.days, write), { top: 284, height: 170, write: write.number })
  title(words.byHour, 492)
  heatChart(canvas, findings.heat.days, weekdays(findings.language), { top: 512, height: 230, write: write.number })
  canvas.addPage()
  let top = PAGE.margin
  for (const section of SECTIONS) {
    const rows = rowsOf(findings.sections[section], section, write)
    const height = 24 + tableHeight(rows.length)
    if (top + height > PAGE.height - PAGE.margin && top > PAGE.margin) {
      canvas.addPage()
      top = PAGE.margin
    }
    title(words.by[section], top)
    const { total, firstAnswer, resolution, rating } = words.tableHead
    if (rows.length > 0) barTable(canvas, [total, firstAnswer, resolution, rating], rows, top + 22)
    else say(canvas, words.nothing, { x: PAGE.margin, y: top + 22, width: INNER, color: INK.soft })
    top += height + 26
  }
  return finish(canvas, (page, pages) => filled(words.page, { page, pages }))
}

interface Writer {
  words: ReportWords
  number(value: number): string
  percent(value: number | null): string
  score(value: number | null): string
  /** Seconds, in the unit that reads best. */
  time(seconds: number | null): string
  day(iso: string): string
  at(time: Date): string
}

function writerFor({ language, days: { period } }: Findings): Writer {
  const words = WORDS[language]
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options)
  const [number, one] = [new Intl.NumberFormat(language), new Intl.NumberFormat(language, { maximumFractionDigits: 1 })]
  const score = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const [day, at] = [
    dates({ day: 'numeric', month: 'short', timeZone: 'UTC' }),
    dates({ dateStyle: 'long', timeStyle: 'short', timeZone: period.timeZone }),
  ]
  return {
    words,
    number: (value) => plainSpaces(number.format(value)),
    percent: (value) => (value === null ? words.none : plainSpaces(percent.format(value))),
    score: (value) => (value === null ? words.none : score.format(value)),
    time: (seconds) => (seconds === null ? words.none : inUnit(seconds, words, one)),
    day: (iso) => day.format(new Date(iso)),
    at: (time) => at.format(time),
  }
}

/** The narrow spaces of French figures are missing in many fonts. */
const plainSpaces = (text: string): string => text.replace(/[\u202f\u2009]/g, '\u00a0')

function inUnit(seconds: number, words: ReportWords, number: Intl.NumberFormat): string {
  if (seconds < 3600) return filled(words.minutes, { value: number.format(seconds / 60) })
  if (seconds < 172_800) return filled(words.hours, { value: number.format(seconds / 3600) })
  return filled(words.days, { value: number.format(seconds / 86_400) })
}

function drawHead(canvas: Canvas, { shop, language, at, days: { period } }: Findings, write: Writer): void {
  const { words } = write
  const wide = { x: PAGE.margin, width: INNER }
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: period.timeZone })
  const span = { from: date.format(new Date(period.from)), to: date.format(Date.parse(period.to) - 1) }
  say(canvas, words.title, { ...wide, y: PAGE.margin, size: 20, bold: true })
  say(canvas, shop, { ...wide, y: PAGE.margin + 28, size: 12 })
  say(canvas, filled(words.period, { ...span, zone: period.timeZone }), { ...wide, y: PAGE.margin + 46, size: 10 })
  say(canvas, filled(words.made, { at: write.at(at) }), { ...wide, y: PAGE.margin + 64, size: 7, color: INK.soft })
}

function drawFigures(canvas: Canvas, figures: Figures, write: Writer, top: number): void {
  const { words } = write
  const { firstResponse, resolution, satisfaction } = figures
  const tiles = [
    [words.total, write.number(figures.total)],
    [words.stillOpen, write.number(figures.open)],
    [words.wereEscalated, write.number(figures.escalated)],
    [words.answered, write.number(firstResponse.count)],
    [words.firstAnswer, write.time(firstResponse.median)],
    [words.resolution, write.time(resolution.median)],
    [words.resolutionRate, write.percent(resolution.rate)],
    [
      `${words.satisfaction} (${filled(words.ratings, { count: write.number(satisfaction.count) })})`,
      write.score(satisfaction.mean),
    ],
  ] as const
  const [wide, high] = [INNER / 4, 58]
  tiles.forEach(([label, value], place) => {
    const [x, y] = [PAGE.margin + (place % 4) * wide, top + Math.floor(place / 4) * high]
    canvas.roundedRect(x, y, wide - 8, high - 8, 4).fill(INK.ground)
    say(canvas, value, { x: x + 8, y: y + 7, width: wide - 24, size: 14, bold: true })
    canvas.font('plain').fontSize(6.5).fillColor(INK.soft)
    canvas.text(label, x + 8, y + 27, { width: wide - 22, height: 18, ellipsis: true })
  })
}

const barsOf = ({ parts = [] }: TicketStats, write: Writer) =>
  parts.map(({ key, total }) => ({ label: write.day(key ?? ''), value: total }))

/** From Monday on. The first of January 2024 was one. */
function weekdays(language: ReportLanguage): string[] {
  const name = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, day) => name.format(Date.UTC(2024, 0, day + 1)))
}

/** So many parts have a line of their own. */
const LINES = 12

function rowsOf(parts: Findings['sections'][Section], section: Section, write: Writer): TableRow[] {
  const { words } = write
  const rows = parts.slice(0, LINES).map(({ name, figures: { total, firstResponse, resolution, satisfaction } }) => ({
    name: name ?? words.nobody[section],
    value: total,
    cells: [
      write.number(total),
      write.time(firstResponse.median),
      write.time(resolution.median),
      write.score(satisfaction.mean),
    ],
  }))
  const others = parts.slice(LINES)
  if (others.length === 0) return rows
  const total = others.reduce((sum, { figures }) => sum + figures.total, 0)
  const name = filled(words.others, { count: others.length })
  return [...rows, { name, value: total, cells: [write.number(total), words.none, words.none, words.none] }]
}
