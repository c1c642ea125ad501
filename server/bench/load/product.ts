import { newId } from '@comptoir/sdk/contract'
import { createShop } from '../../commands.ts'
import { readConfig } from '../../config.ts'
import { joinDepartments } from '../../departments/actions.ts'
import { insertMember, insertUser } from '../../identity/store.ts'
import { openVisitor } from '../../identity/visitors.ts'
import { type Running, start } from '../../main.ts'
import type { CustomerActor } from '../../platform/actor.ts'
import type { Context } from '../../platform/context.ts'
import { openLog } from '../../platform/log.ts'
import { newSecret } from '../../platform/seal.ts'
import { findShop, insertKey } from '../../shops/store.ts'
import { createTicket } from '../../tickets/create.ts'
import { gauges } from './gauge.ts'
import { answerAsked } from './process.ts'

/** One conversation: who writes, by which credentials. */
export interface Chat {
  ticketId: string
  customer: string
  agent: string
}

export interface Seed {
  shops: number
  chats: number
  /** Further visitors, who say nothing. */
  idle: number
}

/** A visitor with a ticket of theirs. */
export interface Visitor {
  ticketId: string
  token: string
}

export interface Seeded {
  chats: Chat[]
  idle: Visitor[]
}

const AT_ONCE = 8

/** The server as it is, in a process of its own. */
export function runServer(): void {
  let running: Running
  answerAsked({
    ...gauges,
    async start({ url, port }: { url: string; port: number }) {
      const env = { DATABASE_URL: url, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error', DEMO: 'false' }
      const config = readConfig(env, process.cwd())
      running = await start(config, openLog({ ...config, logDir: '/dev/null' }))
      return running.port
    },
    seed: (seed: Seed) => fill(running.context, seed),
    stop: () => running.stop(),
  })
}

async function fill(ctx: Context, { shops, chats, idle }: Seed): Promise<Seeded> {
  const ids: string[] = []
  for (let place = 0; place < shops; place++) {
    const { shopId } = await createShop(ctx, {
      ...{ name: `Shop ${place}`, origin: [`https://shop-${place}.example`], locale: 'en', adminName: 'Dora' },
      ...{ adminEmail: `dora.${newId()}@shop-${place}.example`, adminPassword: 'correct horse battery' },
    })
    ids.push(shopId)
  }
  const shopAt = (place: number) => ids[place % ids.length] ?? ''
  const open = async (place: number): Promise<Chat> => {
    const { ticketId, token } = await visit(ctx, shopAt(place))
    return { ticketId, customer: token, agent: await hire(ctx, shopAt(place)) }
  }
  return { chats: await many(chats, open), idle: await many(idle, (place) => visit(ctx, shopAt(place))) }
}

async function many<T>(times: number, make: (place: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let place = 0; place < times; place += AT_ONCE)
    made.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, times - place) }, (_, index) => make(place + index)),
      )),
    )
  return made
}

async function visit(ctx: Context, shopId: string): Promise<Visitor> {
  const shop = await findShop(ctx.db, shopId)
  if (!shop) throw new Error('the shop is gone')
  const { token, customerId } = await openVisitor(ctx, shop, {})
  const actor: CustomerActor = {
    ...{ kind: 'customer', role: 'user', shopId, customerId, sessionId: newId(), name: null, endsAt: 0 },
  }
  const ticket = await createTicket(ctx, actor, { subject: 'The teapot is cracked', channel: 'chat' })
  return { ticketId: ticket.id, token }
}

/** An agent without a password, which nobody needs here: to make one takes a tenth of a second. */
function hire(ctx: Context, shopId: string): Promise<string> {
  return ctx.db.transaction().execute(async (trx) => {
    const at = ctx.clock()
    const id = newId()
    await insertUser(trx, { id, email: `${id}@agents.example`, name: 'Ada', passwordHash: '-', at })
    await insertMember(trx, { id: newId(), organizationId: shopId, userId: id, role: 'support_agent', createdAt: at })
    await joinDepartments(trx, { shopId, agentId: id, role: 'support_agent' })
    const token = newSecret('at')
    await insertKey(trx, { shopId, id: newId(), kind: 'agent', name: 'Ada', key: token, agentId: id, createdAt: at })
    return token
  })
}
