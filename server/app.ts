import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { assignWithin } from './assignment/actions.ts'
import { giveBackChats } from './assignment/give-back.ts'
import { giveOutDepartment } from './assignment/give-out.ts'
import { reroute } from './assignment/hands.ts'
import { assignmentRoutes } from './assignment/routes.ts'
import { removeFilesOf, sweep, sweepFiles } from './attachments/jobs.ts'
import { fileRoutes, linkedFileRoutes } from './attachments/routes.ts'
import { categoryRoutes } from './categories/routes.ts'
import { chatDoors } from './chat/live.ts'
import { postNote } from './chat/post.ts'
import { chatRoutes } from './chat/routes.ts'
import { formPacer } from './contact/actions.ts'
import { contactPages } from './contact/pages.ts'
import { contactRoutes, publicContactRoutes } from './contact/routes.ts'
import { giveOut, giveOutByNewPlan } from './departments/jobs.ts'
import { departmentRoutes } from './departments/routes.ts'
import { docsRoutes } from './docs/routes.ts'
import { draftRoutes } from './drafts/routes.ts'
import { escalateByHand, rewind, ring, weigh } from './escalation/actions.ts'
import { rewindClocks, rewindLater, ringClock, weighRating } from './escalation/jobs.ts'
import { escalationRoutes } from './escalation/routes.ts'
import { forgetOldSearches } from './faq/actions.ts'
import { forgetSearches } from './faq/jobs.ts'
import { publicFaqRoutes } from './faq/public-routes.ts'
import { articleRoutes } from './faq/routes.ts'
import { type Auth, openAuth } from './identity/auth.ts'
import { customerChanged } from './identity/jobs.ts'
import { admit } from './identity/live.ts'
import { allow } from './identity/roles.ts'
import { authenticate, identityRoutes, publicIdentityRoutes } from './identity/routes.ts'
import { signInRoutes } from './identity/sign-in.ts'
import { keyRoutes } from './keys/routes.ts'
import { confirm, mailItsEnd, mailUnseenAnswers } from './mail/actions.ts'
import { deliverMail } from './mail/delivery.ts'
import { type Entrance, openEntrance } from './mail/inbound/listener.ts'
import { confirmTicket, mailAnswers, mailEnd, mailHolder, mailLeads, mailMessages, sendMail } from './mail/jobs.ts'
import { mailRoutes } from './mail/routes.ts'
import { stopPages } from './mail/stop/pages.ts'
import { mailItsHolder, mailItsLeads, mailUnseenMessages } from './mail/to-agents.ts'
import { openMeters } from './metrics/meters.ts'
import { metricsRoutes } from './metrics/routes.ts'
import { orderRoutes } from './orders/routes.ts'
import { pageRoutes } from './pages/routes.ts'
import { actorKey } from './platform/actor.ts'
import { type Aftermath, openCommit } from './platform/commit.ts'
import type { Context } from './platform/context.ts'
import { openFiles } from './platform/files/index.ts'
import { removeFiles } from './platform/files/jobs.ts'
import { openDraftsman } from './platform/files/pictures.ts'
import { healthRoutes } from './platform/health.ts'
import { type Http, newTrunk } from './platform/http.ts'
import { forgetKeys, forgetOldKeys } from './platform/idempotency.ts'
import { type Duty, duty, type Lane } from './platform/jobs.ts'
import { answerEvents, type EventDoor, type Io } from './platform/live.ts'
import type { Mailer } from './platform/mailer.ts'
import { frameRoutes } from './platform/page/frame.ts'
import { answerUnreadable } from './platform/problem.ts'
import { repeatWrites } from './platform/repeat.ts'
import { mindAbsence } from './presence/jobs.ts'
import { presenceDoors } from './presence/live.ts'
import { agentRoutes } from './presence/routes.ts'
import { ratingPages } from './ratings/pages.ts'
import { ratingRoutes } from './ratings/routes.ts'
import { reactLater, reactNow } from './reactions.ts'
import { replyRoutes } from './replies/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { cors, shopRoutes } from './shops/routes.ts'
import { renewBook, renewLater, settleBooks } from './stats/jobs.ts'
import { renew, settleAll } from './stats/keeping/store.ts'
import { statsRoutes } from './stats/routes.ts'
import { deskRoutes } from './tickets/desk-routes.ts'
import { ticketRoutes } from './tickets/routes.ts'
import { reindexAll, reindexLater, reindexShop } from './tickets/search/jobs.ts'
import { wakeInTime, wakeTicket } from './tickets/snooze.ts'
import { timelineRoutes } from './timeline/routes.ts'
import { appendFacts } from './timeline/store.ts'
import { viewRoutes } from './views/routes.ts'
import { visitDoors } from './visits/live.ts'
import { collect, collectBehind } from './webhooks/collect.ts'
import { collectAll, collectFacts, deliverDue, forgetDeliveries } from './webhooks/jobs.ts'
import { forgetLog } from './webhooks/log.ts'
import { webhookLogRoutes, webhookRoutes } from './webhooks/routes.ts'
import { deliver } from './webhooks/send.ts'
import { welcomeRoutes } from './welcome/routes.ts'
import { windAllAges } from './workflow/actions.ts'
import { runWorkflow, windAges } from './workflow/jobs.ts'
import { workflowRoutes } from './workflow/routes.ts'
import { run } from './workflow/run.ts'

/** Joins the features to one house. The only file that knows them all. */
export function openHouse(parts: Omit<Context, 'commit' | 'commitTogether' | 'files' | 'draftsman'>): Context {
  const aftermath: Aftermath = {
    store: appendFacts,
    later: reactLater,
    now: (happened) => reactNow(ctx, happened),
  }
  const ctx: Context = {
    ...parts,
    files: openFiles(parts.config),
    draftsman: openDraftsman(),
    ...openCommit(parts.db, parts.clock, aftermath),
  }
  return ctx
}

/** Everything that answers over HTTP and over sockets. */
export function openDoors(ctx: Context): RequestListener {
  const auth = openAuth(ctx)
  openSockets(ctx, auth, ctx.io)
  // Balancers that ask by HTTP/1.0 name no host.
  const { hostname } = new URL(ctx.config.publicUrl)
  const errorHandler = answerUnreadable(ctx.log)
  return getRequestListener(buildHttp(ctx, auth).fetch, { overrideGlobalObjects: false, hostname, errorHandler })
}

export function buildHttp(ctx: Context, auth: Auth): Http {
  const app = newTrunk(ctx.log)
  offerMetrics(ctx, app)
  app.route('/', healthRoutes(ctx))
  app.use('/api/*', cors(ctx))
  app.route('/', signInRoutes(ctx, auth))
  app.route(
    '/',
    docsRoutes(ctx, () => app),
  )
  const forms = formPacer()
  app.route('/', publicContactRoutes(ctx, forms))
  app.route('/', publicIdentityRoutes(ctx))
  app.route('/', publicFaqRoutes(ctx))
  app.route('/', welcomeRoutes(ctx))
  app.route('/', linkedFileRoutes(ctx))
  app.use('/api/*', authenticate(ctx, auth))
  app.use(
    '/api/*',
    repeatWrites(ctx, ({ var: { actor } }) => ({ shopId: actor.shopId, actor: actorKey(actor) })),
  )
  app.route('/', identityRoutes(ctx))
  app.route('/', keyRoutes(ctx))
  app.route(
    '/',
    shopRoutes(
      ctx,
      { read: (actor) => allow(actor, 'readShop'), change: (actor) => allow(actor, 'changeShop') },
      async (trx, before, after) => {
        await rewindLater(trx, before, after)
        await reindexLater(trx, before, after)
        await giveOutByNewPlan(trx, before, after)
        await renewLater(trx, before, after)
      },
    ),
  )
  app.route('/', categoryRoutes(ctx))
  app.route('/', timelineRoutes(ctx))
  app.route('/', departmentRoutes(ctx))
  app.route('/', agentRoutes(ctx))
  // Before the tickets: `stats` would pass for the id of one.
  app.route('/', statsRoutes(ctx))
  app.route('/', reportRoutes(ctx))
  app.route('/', ticketRoutes(ctx, { note: postNote, escalate: escalateByHand }))
  app.route('/', deskRoutes(ctx, { note: postNote, escalate: escalateByHand, reroute, assign: assignWithin }))
  app.route('/', fileRoutes(ctx))
  app.route('/', chatRoutes(ctx))
  app.route('/', assignmentRoutes(ctx))
  app.route('/', escalationRoutes(ctx))
  app.route('/', workflowRoutes(ctx))
  app.route('/', ratingRoutes(ctx))
  app.route('/', mailRoutes(ctx))
  app.route('/', viewRoutes(ctx))
  app.route('/', draftRoutes(ctx))
  app.route('/', replyRoutes(ctx))
  app.route('/', contactRoutes(ctx))
  app.route('/', articleRoutes(ctx))
  app.route('/', orderRoutes(ctx))
  app.route('/', webhookRoutes(ctx))
  app.route('/', webhookLogRoutes(ctx))
  app.route('/', frameRoutes())
  app.route('/', contactPages(ctx, forms))
  app.route('/', ratingPages(ctx))
  app.route('/', stopPages(ctx))
  app.route('/', pageRoutes(ctx))
  return app
}

function offerMetrics(ctx: Context, app: Http): void {
  if (ctx.config.metricsToken === null) return
  const meters = openMeters(ctx)
  app.use(meters.measure)
  app.route('/', metricsRoutes(meters, ctx.config.metricsToken))
}

/** Where answers to mails come in, if they do. */
export const openMailIn = (ctx: Context): Promise<Entrance> | null =>
  ctx.config.mailIn === null ? null : openEntrance(ctx, ctx.config.mailIn)

/** Every event that a client may send. */
export const doorsOf = (ctx: Context): EventDoor[] => [...presenceDoors(ctx), ...visitDoors(ctx), ...chatDoors(ctx)]

function openSockets(ctx: Context, auth: Auth, io: Io): void {
  const doors = doorsOf(ctx)
  io.use(admit(ctx, auth))
  io.on('connection', (socket) => answerEvents(socket, doors, ctx.log))
}

/** Minute, hour, day, month, weekday, and what is done then. */
const HOUSE_SCHEDULE =
  '17 * * * * forget_keys\n41 * * * * sweep_files\n*/5 * * * * settle_books\n29 3 * * * forget_searches'
const OUTSIDE_SCHEDULE = '* * * * * collect_behind\n23 * * * * forget_deliveries'

/** Jobs that wait for machines of others have workers of their own. */
export const lanesOf = (ctx: Context, mailer: Mailer | null): Lane[] => [
  { duties: dutiesOf(ctx, mailer), schedule: HOUSE_SCHEDULE },
  { duties: outsideDutiesOf(ctx), schedule: OUTSIDE_SCHEDULE },
]

function outsideDutiesOf(ctx: Context): Duty[] {
  return [
    duty(collectAll, () => collectBehind(ctx)),
    duty(collectFacts, (payload) => collect(ctx, payload)),
    duty(deliverDue, (payload) => deliver(ctx, payload)),
    duty(forgetDeliveries, () => forgetLog(ctx)),
  ]
}

/** Every job of the house, and the verb that does it. */
function dutiesOf(ctx: Context, mailer: Mailer | null): Duty[] {
  return [
    duty(forgetSearches, () => forgetOldSearches(ctx)),
    duty(forgetKeys, () => forgetOldKeys(ctx.db, ctx.clock())),
    duty(sweepFiles, () => sweep(ctx)),
    duty(removeFiles, ({ shopId, ticketId }) => removeFilesOf(ctx, shopId, ticketId)),
    duty(customerChanged, (payload) => reindexAll(ctx, payload)),
    duty(wakeTicket, (payload) => wakeInTime(ctx, payload)),
    duty(reindexShop, (payload) => reindexAll(ctx, payload)),
    duty(giveOut, (payload) => giveOutDepartment(ctx, payload)),
    duty(mindAbsence, (payload) => giveBackChats(ctx, payload)),
    duty(ringClock, (payload) => ring(ctx, payload)),
    duty(rewindClocks, (payload) => rewind(ctx, payload)),
    duty(weighRating, (payload) => weigh(ctx, payload)),
    duty(runWorkflow, (payload) => run(ctx, payload)),
    duty(windAges, (payload) => windAllAges(ctx, payload)),
    duty(confirmTicket, (payload) => confirm(ctx, payload)),
    duty(mailAnswers, (payload) => mailUnseenAnswers(ctx, payload)),
    duty(mailMessages, (payload) => mailUnseenMessages(ctx, payload)),
    duty(mailHolder, (payload) => mailItsHolder(ctx, payload)),
    duty(mailEnd, (payload) => mailItsEnd(ctx, payload)),
    duty(mailLeads, (payload) => mailItsLeads(ctx, payload)),
    duty(settleBooks, () => settleAll(ctx)),
    duty(renewBook, ({ shopId }) => renew(ctx.db, shopId)),
    duty(sendMail, (payload) => deliverMail(ctx, mailer, payload)),
  ]
}
