import { once } from 'node:events'
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CannotStart } from './cannot-start.ts'
import type { Config } from './config.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { watchEnds } from './identity/live.ts'
import { type Demo, seedDemo } from './pages/demo.ts'
import { addressOf } from './platform/address.ts'
import { watchBus } from './platform/bus/catch-up.ts'
import { type Bus, openBus } from './platform/bus/index.ts'
import type { Context } from './platform/context.ts'
import { watchCrowd } from './platform/crowd.ts'
import { moveAway } from './platform/drain.ts'
import { openFetchGuard } from './platform/fetch-guard.ts'
import { startJobs } from './platform/jobs.ts'
import { type Io, listenTo, openIo } from './platform/live.ts'
import type { Log } from './platform/log.ts'
import { openMailer } from './platform/mailer.ts'
import { Roster } from './platform/roster.ts'
import { watchPresence } from './presence/live.ts'
import { isOriginKnown } from './shops/store.ts'
import { watchVisits } from './visits/live.ts'

export interface Running {
  /** The port that was taken: the setting's, or a free one where the setting is 0. */
  port: number
  /** Where mail comes in, if it does. */
  mailInPort: number | null
  context: Context
  bus: Bus
  demo: Demo | null
  stop(): Promise<void>
}

export interface StartOptions {
  clock?: () => Date
  /** Given when the caller keeps the database; else it is opened and closed here. */
  database?: OpenDatabase
  /** Whether this process works on jobs. */
  jobs?: boolean
}

/** Starts in order, and undoes what was done where a step fails. */
export async function start(config: Config, log: Log, options: StartOptions = {}): Promise<Running> {
  const undo: Undo = []
  const stop = async () => {
    const problem = await undoAll(undo)
    if (problem) throw problem
  }
  try {
    return { ...(await startUp(config, log, options, undo)), stop }
  } catch (error) {
    const problem = await undoAll(undo)
    if (problem) log.warn({ err: problem }, 'what was started could not be stopped in order')
    throw error
  }
}

type Undo = (() => Promise<unknown> | unknown)[]

/** Every step has its turn, whatever became of the one before. Answers what went wrong first. */
async function undoAll(undo: Undo): Promise<unknown> {
  let problem: unknown
  for (const step of undo.splice(0).reverse()) {
    try {
      await step()
    } catch (error) {
      problem ??= error
    }
  }
  return problem
}

async function startUp(config: Config, log: Log, options: StartOptions, undo: Undo): Promise<Omit<Running, 'stop'>> {
  const clock = options.clock ?? (() => new Date())
  // The port is taken first, so that a taken one is told before anything is started; until all is up, it says "not yet".
  let listener: RequestListener = (_, response) => response.writeHead(503, { 'Retry-After': '1' }).end()
  const [leaving, closing] = [new AbortController(), new AbortController()]
  const http = createServer((request, response) => {
    // A balancer that keeps its connections lets go of them in time.
    if (leaving.signal.aborted) response.setHeader('Connection', 'close')
    listener(request, response)
  })
  await listen(http, config)
  undo.push(() => closeHttp(http))

  // PostgreSQL starts in a process of its own, and meanwhile this one loads the features.
  const opening = open(config, log, options, undo)
  const [{ db, pool, secret }, { lanesOf, openDoors, openHouse, openMailIn }] = await Promise.all([
    opening,
    import('./app.ts'),
  ])
  const demo = config.demo ? await seedDemo({ db, secret, clock }) : null

  const bus = openBus(config, { pool, secret }, log)
  const mayRead = (origin: string) => isOriginKnown(db, origin)
  const io = openIo({ mayRead, adapter: bus.adapter, leaving: leaving.signal })
  undo.push(() => closeBus(io, bus))
  const roster = new Roster(db, log)
  const signals = { leaving: leaving.signal, closing: closing.signal }
  const guard = openFetchGuard(config.allowedTargets, config.publicUrl)
  const context = openHouse({ guard, config, log, db, clock, secret, io, nodeId: roster.id, ...signals })
  const mailer = openMailer(config.mailServer)
  undo.push(() => mailer?.close())

  undo.push(() => roster.stop())
  await roster.start()
  if (options.jobs !== false) {
    for (const lane of lanesOf(context, mailer)) {
      const runner = await startJobs(pool, lane, log, roster)
      undo.push(() => runner.stop())
    }
    undo.push(() => mailer?.leave())
  }

  const mailIn = await openMailIn(context)
  undo.push(() => mailIn?.close())

  listener = openDoors(context)
  listenTo(io, http)
  undo.push(watchBus(context, bus))
  undo.push(watchPresence(context))
  undo.push(watchVisits(context))
  undo.push(watchEnds(context))
  undo.push(watchCrowd(io, (request) => addressOf(request, config.trustedProxies), log))
  // First of all the doors: nobody new comes in, and who is inside has their answer before the database goes.
  undo.push(async () => {
    closing.abort()
    // With the engine close also those whose handshake is under way.
    io.local.disconnectSockets(true)
    io.engine.close()
    await closeHttp(http)
  })
  undo.push(async () => {
    leaving.abort()
    if (await isAmongOthers(roster, log)) await moveAway(io, config.drain)
  })
  return { port: (http.address() as AddressInfo).port, mailInPort: mailIn?.port ?? null, context, bus, demo }
}

async function isAmongOthers(roster: Roster, log: Log): Promise<boolean> {
  try {
    return await roster.hasOthers()
  } catch (error) {
    log.warn({ err: error }, 'other servers could not be looked for')
    return false
  }
}

async function closeBus(io: Io, bus: Bus): Promise<void> {
  for (const [, { adapter }] of io._nsps) await adapter.close()
  await bus.close()
}

async function open(config: Config, log: Log, { database }: StartOptions, undo: Undo): Promise<OpenDatabase> {
  if (database) return database
  const opened = await openDatabase(config, log, { exclusive: true })
  undo.push(() => opened.close())
  return opened
}

async function listen(http: HttpServer, { port, host }: Config): Promise<void> {
  http.listen(port, host)
  try {
    await once(http, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EADDRINUSE')
      throw new CannotStart(`Port ${port} is taken by another program: stop it, or set PORT to a free one.`)
    if (code === 'EACCES')
      throw new CannotStart(`Port ${port} needs rights that this user has not: set PORT to one above 1023.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CannotStart(`HOST must be an address of this machine; it is "${host}".`)
    throw error
  }
}

async function closeHttp(http: HttpServer): Promise<void> {
  if (!http.listening) return
  const closed = new Promise((resolve) => http.close(resolve))
  http.closeIdleConnections()
  const patience = setTimeout(() => http.closeAllConnections(), 5_000)
  await closed
  clearTimeout(patience)
}
