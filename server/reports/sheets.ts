import { writeXlsxStream } from 'hucre/xlsx'
import type { Cell, Column } from './columns.ts'
import type { ReportLanguage } from './locales/index.ts'
import { csvLine, safeText } from './rules.ts'
import type { ReportRow } from './store.ts'

/** Rows of a report as they come out of the database, some at a time. */
export type Pages = AsyncIterable<readonly ReportRow[]>

export interface CsvStyle {
  language: ReportLanguage
  separator: ',' | ';'
  bom: boolean
}

/** CSV in UTF-8 (RFC 4180). What is not yet read by the other side is not yet made. */
export function csvStream(columns: readonly Column[], pages: Pages, style: CsvStyle): ReadableStream<Uint8Array> {
  return streamOf(csvTexts(columns, pages, style))
}

async function* csvTexts(
  columns: readonly Column[],
  pages: Pages,
  { language, separator, bom }: CsvStyle,
): AsyncGenerator<string> {
  const write = writer(language)
  const headings = columns.map(({ heading }) => safeText(heading))
  yield `${bom ? '\uFEFF' : ''}${csvLine(headings, separator)}`
  for await (const rows of pages)
    yield rows
      .map((row) =>
        csvLine(
          columns.map(({ cell }) => write(cell(row))),
          separator,
        ),
      )
      .join('')
}

/** "01/03" is two days to readers of English: theirs are written year first, which every spreadsheet reads. */
const DATES: Record<ReportLanguage, string> = { en: 'sv-SE', fr: 'fr-FR' }

function writer(language: ReportLanguage): (cell: Cell) => string {
  const date = new Intl.DateTimeFormat(DATES[language], {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    timeZone: 'UTC',
  })
  const number = new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 10 })
  return (cell) => {
    if (cell === null) return ''
    if ('number' in cell) return number.format(cell.number)
    return 'time' in cell ? date.format(cell.time) : safeText(cell.text)
  }
}

const WIDTHS = { text: 22, number: 12, time: 17 }
const TIME_FORMATS: Record<ReportLanguage, string> = { en: 'yyyy-mm-dd hh:mm', fr: 'dd/mm/yyyy hh:mm' }

/** An Excel workbook; what is more than a sheet can hold goes on in the next. */
export function xlsxStream(
  columns: readonly Column[],
  pages: Pages,
  { sheet, language }: { sheet: string; language: ReportLanguage },
): ReadableStream<Uint8Array> {
  return writeXlsxStream(xlsxRows(columns, pages), {
    name: sheet,
    columns: columns.map(({ heading, kind }) => ({
      header: safeText(heading),
      width: WIDTHS[kind],
      ...(kind === 'time' && { numFmt: TIME_FORMATS[language] }),
    })),
    freezePane: { rows: 1 },
  })
}

async function* xlsxRows(columns: readonly Column[], pages: Pages) {
  for await (const rows of pages) for (const row of rows) yield columns.map(({ cell }) => valueOf(cell(row)))
}

function valueOf(cell: Cell): string | number | Date | null {
  if (cell === null) return null
  if ('number' in cell) return cell.number
  return 'time' in cell ? new Date(cell.time) : safeText(cell.text)
}

function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}
