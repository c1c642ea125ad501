import { LASTING, newId, type OpenVisitor, type VisitorSession } from '@comptoir/sdk/contract'
import type { CustomerActor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import { rooms } from '../platform/live.ts'
import { hashSecret, newSecret } from '../platform/seal.ts'
import type { CustomerRecord, ShopRecord } from '../schema.ts'
import { identitySecretsOf } from '../shops/actions.ts'
import { tellOfCustomer } from './jobs.ts'
import { type Known, mayTakeOver, withClaims, withWord } from './rules.ts'
import * as store from './store.ts'
import { type IdentityClaims, readIdentity, signVisitor } from './tokens.ts'

/** Opens a visitor's session, or goes on with an earlier one; with a signed identity, as the customer it names. */
export async function openVisitor(ctx: Context, shop: ShopRecord, input: OpenVisitor): Promise<VisitorSession> {
  const claims = input.identityToken ? await readIdentity(ctx, input.identityToken, signerOf(ctx, shop)) : null
  const opened = await ctx.db.transaction().execute(async (trx) => {
    const visit: Visit = { trx, shopId: shop.id, at: ctx.clock() }
    const known = await goOn(visit, input.renewalToken)
    const customer = claims
      ? await recognise(visit, claims, input, known?.customer)
      : await listen(visit, input, known?.customer)
    if (known && known.customer.id === customer.id && !claims) return { ...known, customer }
    // Whoever proves who they are gets a new session: a token planted or leaked before is worth nothing after.
    if (known) await store.endSession(trx, shop.id, known.sessionId, visit.at)
    return { ...(await newSession(visit, customer.id)), customer, ended: known?.sessionId }
  })
  if ('ended' in opened && opened.ended) ctx.io.in(rooms.session(shop.id, opened.ended)).disconnectSockets(true)
  return answer(ctx, opened)
}

const signerOf = (ctx: Context, shop: ShopRecord) => ({
  id: shop.id,
  identitySecrets: identitySecretsOf(ctx, shop, ctx.clock()),
})

export async function endVisitor(ctx: Context, actor: CustomerActor): Promise<void> {
  await store.endSession(ctx.db, actor.shopId, actor.sessionId, ctx.clock())
  ctx.io.in(rooms.session(actor.shopId, actor.sessionId)).disconnectSockets(true)
}

interface Visit {
  trx: Trx
  shopId: string
  at: Date
}

interface Going {
  sessionId: string
  renewalToken: string
  customer: CustomerRecord
}

async function goOn({ trx, shopId, at }: Visit, renewalToken: string | undefined): Promise<Going | null> {
  if (!renewalToken) return null
  const usedSince = new Date(at.getTime() - LASTING.visitorSession)
  const session = await store.lockSessionByRenewal(trx, shopId, hashSecret(renewalToken), usedSince)
  const customer = session && (await store.findCustomer(trx, shopId, session.customerId))
  if (!customer) throw new Failure('unauthorized', 'The session has ended: open one without renewalToken.')
  await store.touchSession(trx, shopId, session.id, at)
  return { sessionId: session.id, renewalToken, customer }
}

async function recognise(
  visit: Visit,
  claims: IdentityClaims,
  input: OpenVisitor,
  present: CustomerRecord | undefined,
): Promise<CustomerRecord> {
  const { trx, shopId } = visit
  const named = await store.lockCustomerByExternalId(trx, shopId, claims.sub)
  const base = named ?? (present && mayTakeOver(present) ? present : await insertAnonymous(visit, input))
  const customer = await store.changeCustomer(trx, withClaims(base, claims, input.locale))
  if (named) await tellOfCustomer(trx, named, customer)
  else if (base === present) await tellOfCustomer(trx, present, customer)
  if (named && present && present.id !== named.id && mayTakeOver(present)) {
    await store.handOverTickets(trx, shopId, present.id, named.id)
    await tellOfCustomer(trx, present, named)
  }
  return customer
}

async function listen(visit: Visit, input: Known, present: CustomerRecord | undefined): Promise<CustomerRecord> {
  const customer = present ?? (await insertAnonymous(visit, input))
  const changed = withWord(customer, input)
  if (changed === customer) return customer
  if (present) await tellOfCustomer(visit.trx, present, changed)
  return store.changeCustomer(visit.trx, changed)
}

const insertAnonymous = ({ trx, shopId, at }: Visit, input: Known): Promise<CustomerRecord> =>
  store.insertCustomer(trx, {
    shopId,
    id: newId(at.getTime()),
    standing: 'anonymous',
    externalId: null,
    name: null,
    email: null,
    locale: input.locale ?? null,
    createdAt: at,
  })

async function newSession({ trx, shopId, at }: Visit, customerId: string): Promise<Omit<Going, 'customer'>> {
  const sessionId = newId(at.getTime())
  const renewalToken = newSecret('rt')
  await store.insertSession(trx, { shopId, id: sessionId, customerId, renewalHash: hashSecret(renewalToken), at })
  return { sessionId, renewalToken }
}

async function answer(ctx: Context, { sessionId, renewalToken, customer }: Going): Promise<VisitorSession> {
  const { token, endsAt } = await signVisitor(ctx, { shopId: customer.shopId, customerId: customer.id, sessionId })
  return {
    token,
    expiresAt: endsAt.toISOString(),
    renewalToken,
    customerId: customer.id,
    customer: store.customerOf(customer),
  }
}
