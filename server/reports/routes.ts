import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { type Http, type HttpContext, json, newHttp } from '../platform/http.ts'
import { languageOf } from '../platform/page/language.ts'
import { findShop } from '../shops/store.ts'
import { openReport, readHeat, readLiveView, readRatings, type TicketReport } from './actions.ts'
import { csvInput, heatAnswer, heatInput, liveViewAnswer, ratedListAnswer, ratingsInput, reportInput } from './door.ts'
import { findOut } from './findings.ts'
import type { ReportLanguage } from './locales/index.ts'
import { drawReport } from './paper/report.ts'
import { fileName } from './rules.ts'
import { csvStream, xlsxStream } from './sheets.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const

const BINARY = { schema: { type: 'string', format: 'binary' } } as const

const STREAMED =
  'Every ticket that was opened in the period, newest first, written while it is read. `X-Total-Count` says how many there are.'

const csvRoute = createRoute({
  method: 'get',
  path: '/api/reports/tickets.csv',
  summary: 'Tickets as CSV',
  request: { query: csvInput },
  responses: { 200: { content: { 'text/csv': BINARY }, description: STREAMED } },
})

const xlsxRoute = createRoute({
  method: 'get',
  path: '/api/reports/tickets.xlsx',
  summary: 'Tickets as an Excel workbook',
  request: { query: reportInput },
  responses: { 200: { content: { [TYPES.xlsx]: BINARY }, description: STREAMED } },
})

const pdfRoute = createRoute({
  method: 'get',
  path: '/api/reports/tickets.pdf',
  summary: 'The statistics with charts, to print',
  request: { query: reportInput },
  responses: { 200: { content: { [TYPES.pdf]: BINARY }, description: 'A4, with the figures of the statistics.' } },
})

const heatRoute = createRoute({
  method: 'get',
  path: '/api/reports/heat',
  summary: 'When tickets are opened, by weekday and hour',
  request: { query: heatInput },
  responses: { 200: json(heatAnswer, 'Seven days from Monday on, of 24 hours each, by the clock where the shop is.') },
})

const ratingsRoute = createRoute({
  method: 'get',
  path: '/api/reports/ratings',
  summary: 'Ratings with their comments',
  request: { query: ratingsInput },
  responses: { 200: json(ratedListAnswer, 'Of the tickets that were opened in the period, the latest ticket first.') },
})

const liveRoute = createRoute({
  method: 'get',
  path: '/api/reports/live',
  summary: 'How it is at this moment',
  responses: { 200: json(liveViewAnswer, 'Who waits, since when, and who is there.') },
})

export function reportRoutes(ctx: Context): Http {
  const http = newHttp()
  const spoken = async (c: HttpContext, asked: ReportLanguage | undefined): Promise<ReportLanguage> =>
    asked ?? languageOf(c, (await findShop(ctx.db, c.var.actor.shopId))?.locale)
  http.openapi(csvRoute, async (c) => {
    const { locale, separator, bom, ...filter } = c.req.valid('query')
    const language = await spoken(c, locale)
    const report = await openReport(ctx, c.var.actor, filter, language)
    const usual = language === 'fr' ? 'semicolon' : 'comma'
    const style = { language, bom, separator: (separator ?? usual) === 'comma' ? ',' : ';' } as const
    return handOut(c, 'csv', report, csvStream(report.columns, report.pages, style))
  })
  http.openapi(xlsxRoute, async (c) => {
    const { locale, ...filter } = c.req.valid('query')
    const language = await spoken(c, locale)
    const report = await openReport(ctx, c.var.actor, filter, language)
    const style = { sheet: report.words.sheet, language }
    return handOut(c, 'xlsx', report, xlsxStream(report.columns, report.pages, style))
  })
  http.openapi(pdfRoute, async (c) => {
    const { locale, ...filter } = c.req.valid('query')
    const pdf = await drawReport(await findOut(ctx, c.var.actor, filter, await spoken(c, locale)))
    return c.body(new Uint8Array(pdf), 200, {
      'Content-Type': TYPES.pdf,
      'Content-Disposition': `attachment; filename="report.pdf"`,
    })
  })
  openFigures(ctx, http)
  return http
}

function openFigures(ctx: Context, http: Http): void {
  http.openapi(heatRoute, async (c) => c.json(await readHeat(ctx, c.var.actor, c.req.valid('query')), 200))
  http.openapi(ratingsRoute, async (c) => c.json(await readRatings(ctx, c.var.actor, c.req.valid('query')), 200))
  http.openapi(liveRoute, async (c) => c.json(await readLiveView(ctx, c.var.actor), 200))
}

function handOut(
  c: HttpContext,
  ending: 'csv' | 'xlsx',
  { total, days }: TicketReport,
  stream: ReadableStream<Uint8Array>,
): Response {
  return c.body(stream, 200, {
    'Content-Type': TYPES[ending],
    'Content-Disposition': `attachment; filename="${fileName(days.from, days.to, ending)}"`,
    'X-Total-Count': String(total),
  })
}
