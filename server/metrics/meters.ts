import { type Figures, TICKET_STATUSES } from '@comptoir/sdk/contract'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Context } from '../platform/context.ts'
import type { HttpEnv } from '../platform/http.ts'
import { readFigures } from '../stats/actions.ts'
import { countMails, readJobs } from './store.ts'

const DAY = 86_400_000
const DAYS = 7
const OPENED = `tickets opened in the last ${DAYS} days, in all shops`

/** What an operator's Prometheus is told. Times are in seconds. */
export interface Meters {
  /** Takes the time of every request behind it. */
  measure: MiddlewareHandler<HttpEnv>
  /** Reads everything anew. Where the database does not answer, `comptoir_database_up` is 0 and its figures are left out. */
  read(): Promise<{ text: string; type: string }>
}

export function openMeters(ctx: Context): Meters {
  const register = new Registry()
  // Among them the event loop's delay: nodejs_eventloop_lag_p99_seconds.
  collectDefaultMetrics({ register })
  const gauges = openGauges(register)
  return {
    measure: measureBy(register),
    async read() {
      gauges.sockets.set(ctx.io.of('/').sockets.size)
      try {
        await readDatabase(ctx, gauges)
        gauges.database.set(1)
      } catch (error) {
        ctx.log.warn({ err: error }, 'the metrics of the database could not be read')
        for (const gauge of gauges.ofDatabase) gauge.reset()
        gauges.database.set(0)
      }
      return { text: await register.metrics(), type: register.contentType }
    },
  }
}

/** By the route's pattern: an address with ids in it would make a series of its own. */
function measureBy(register: Registry): MiddlewareHandler<HttpEnv> {
  const requests = new Histogram({
    name: 'comptoir_http_request_seconds',
    help: 'HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [register],
  })
  return async (c, next) => {
    const end = requests.startTimer()
    await next()
    end({ method: c.req.method, route: routePath(c), status: String(c.res.status) })
  }
}

function openGauges(register: Registry) {
  const gauge = <L extends string>(name: string, help: string, labels: readonly L[] = []) =>
    new Gauge<L>({ name: `comptoir_${name}`, help, labelNames: labels, registers: [register] })
  const ofDatabase = {
    jobs: gauge('jobs', 'Jobs by state: due, waiting for their time, running, failed for good', ['state']),
    oldestJob: gauge('job_oldest_due_seconds', 'For how long the oldest job that is due has waited'),
    mails: gauge('mails', 'Mails in the log by state', ['state']),
    tickets: gauge('tickets', `By status: ${OPENED}`, ['status']),
    lastDay: gauge('tickets_last_24h', 'Tickets opened in the last 24 hours, in all shops'),
    escalated: gauge('tickets_escalated', `Escalated at any time: ${OPENED}`),
    firstResponse: gauge('first_response_seconds', `To the first answer: ${OPENED}`, ['statistic']),
    resolution: gauge('resolution_seconds', `To the resolution: ${OPENED}`, ['statistic']),
    resolved: gauge('resolution_ratio', `The part that is resolved: ${OPENED}`),
    satisfaction: gauge('satisfaction_score', `Ratings, 1 to 5: ${OPENED}`, ['statistic']),
  }
  return {
    ...ofDatabase,
    ofDatabase: Object.values(ofDatabase),
    sockets: gauge('sockets', 'Open sockets of this process'),
    database: gauge('database_up', 'Whether the database has answered'),
  }
}

type Gauges = ReturnType<typeof openGauges>

async function readDatabase({ db, clock }: Context, gauges: Gauges): Promise<void> {
  const now = clock()
  const period = { shopId: null, from: new Date(now.getTime() - DAYS * DAY), to: new Date(now.getTime() + 1) }
  const [jobs, mails, { whole }] = await Promise.all([
    readJobs(db),
    countMails(db),
    readFigures(db, period, { now, timeZone: 'UTC', by: null }),
  ])
  for (const state of ['due', 'waiting', 'running', 'failed'] as const) gauges.jobs.set({ state }, jobs[state])
  gauges.oldestJob.set(jobs.oldestDue)
  gauges.mails.reset()
  for (const { state, count } of mails) gauges.mails.set({ state }, count)
  showFigures(gauges, whole)
}

function showFigures(gauges: Gauges, figures: Figures): void {
  for (const status of TICKET_STATUSES) gauges.tickets.set({ status }, figures.byStatus[status])
  gauges.lastDay.set(figures.last24h)
  gauges.escalated.set(figures.escalated)
  gauges.resolved.set(figures.resolution.rate ?? Number.NaN)
  for (const statistic of ['mean', 'median'] as const) {
    for (const figure of ['firstResponse', 'resolution', 'satisfaction'] as const)
      gauges[figure].set({ statistic }, figures[figure][statistic] ?? Number.NaN)
  }
}
