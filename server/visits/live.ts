import type { VisitChanged } from '@comptoir/sdk/contract'
import { allowCustomer } from '../identity/roles.ts'
import type { Context } from '../platform/context.ts'
import { door, type EventDoor, type Io, rooms } from '../platform/live.ts'
import { pageInput } from './door.ts'
import * as store from './store.ts'

export const visitDoors = (ctx: Context): EventDoor[] => [
  door('set_page', pageInput, async (actor, page, socket) => {
    allowCustomer(actor, 'setPage')
    socket.data.page = page
    return {}
  }),
]

const BEAT = 1_000
/** So many beats apart, what is on record is compared with what is so: it may have been swept away with this node's own row. */
const COMPARED = 15
/** Who is back after so many beats has not been gone. */
const GRACE = 2

/**
 * Keeps on record which shoppers are connected here, and tells the agents of this node who look at a ticket whether its
 * customer is anywhere. Answers the function that stops it.
 */
export function watchVisits(ctx: Context): () => Promise<void> {
  const known = new Map<string, store.Visit & { missed: number }>()
  const told = new Map<string, string>()
  let beats = 0
  let looking: Promise<void> | undefined
  const look = async (grace: number) => {
    if (beats++ % COMPARED === 0) await readRecord(ctx, known)
    await keep(ctx, known, grace)
    await tell(ctx, told)
  }
  const tick = (grace: number) =>
    look(grace).catch((error) => ctx.log.warn({ err: error }, 'the visits of shoppers could not be kept'))
  const timer = setInterval(() => {
    looking ??= tick(GRACE).finally(() => {
      looking = undefined
    })
  }, BEAT).unref()
  return async () => {
    clearInterval(timer)
    await looking
    await tick(0)
  }
}

type Known = Map<string, store.Visit & { missed: number }>

async function readRecord({ db, nodeId }: Context, known: Known): Promise<void> {
  const onRecord = new Map((await store.listHere(db, nodeId)).map((visit) => [nameOf(visit), visit]))
  for (const name of known.keys()) if (!onRecord.has(name)) known.delete(name)
  for (const [name, visit] of onRecord) known.set(name, { ...visit, missed: known.get(name)?.missed ?? 0 })
}

async function keep({ db, nodeId, io }: Context, known: Known, grace: number): Promise<void> {
  const here = shoppersAt(io)
  const news = [...here].filter(([name, visit]) => !isSame(visit, known.get(name))).map(([, visit]) => visit)
  if (news.length > 0) await store.putHere(db, nodeId, news)
  for (const [name, visit] of here) known.set(name, { ...visit, missed: 0 })
  const gone = [...known].filter(([name, visit]) => !here.has(name) && visit.missed++ >= grace)
  if (gone.length === 0) return
  await store.deleteHere(
    db,
    nodeId,
    gone.map(([, visit]) => visit),
  )
  for (const [name] of gone) known.delete(name)
}

/** Of several tabs, the page that was said last in one of them. */
function shoppersAt(io: Io): Map<string, store.Visit> {
  const here = new Map<string, store.Visit>()
  for (const { connected, data } of io.of('/').sockets.values()) {
    if (!connected || data.actor?.kind !== 'customer') continue
    const { shopId, customerId } = data.actor
    const visit = { shopId, customerId, pageUrl: data.page?.url ?? null, pageTitle: data.page?.title ?? null }
    const name = nameOf(visit)
    if (visit.pageUrl !== null || !here.has(name)) here.set(name, visit)
  }
  return here
}

/** To the agents of this node alone: every node sees for itself, whatever becomes of the bus. */
async function tell({ db, io }: Context, told: Map<string, string>): Promise<void> {
  const watched = watchedAt(io)
  for (const ticketId of told.keys()) if (!watched.has(ticketId)) told.delete(ticketId)
  if (watched.size === 0) return
  for (const { pageUrl, pageTitle, ...visit } of await store.listVisits(db, [...watched.values()])) {
    const page = pageUrl === null ? null : { url: pageUrl, title: pageTitle }
    const change: VisitChanged = { ...visit, page }
    const { shopId = '', viewers = '' } = watched.get(visit.ticketId) ?? {}
    // Also when somebody has joined who has not been told.
    const news = JSON.stringify([change, viewers])
    if (told.get(visit.ticketId) === news) continue
    told.set(visit.ticketId, news)
    io.local.to(rooms.staff(shopId, visit.ticketId)).emit('visit_changed', change)
  }
}

/** The tickets that agents of this node look at, and by which sockets. */
function watchedAt(io: Io): Map<string, store.Watched & { viewers: string }> {
  const watched = new Map<string, store.Watched & { viewers: string }>()
  for (const { id, data, rooms: joined } of io.of('/').sockets.values()) {
    if (data.actor?.kind !== 'agent') continue
    const { shopId } = data.actor
    for (const ticketId of [...joined].flatMap((room) => rooms.ticketOfStaff(room) ?? []))
      watched.set(ticketId, { shopId, ticketId, viewers: `${watched.get(ticketId)?.viewers ?? ''} ${id}` })
  }
  return watched
}

const isSame = (one: store.Visit, other: store.Visit | undefined): boolean =>
  other !== undefined && one.pageUrl === other.pageUrl && one.pageTitle === other.pageTitle

const nameOf = ({ shopId, customerId }: store.Visit): string => `${shopId} ${customerId}`
