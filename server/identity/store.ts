import type { Agent, AgentRole, Customer } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { CustomerRecord } from '../schema.ts'

export type NewCustomer = Omit<CustomerRecord, 'createdAt'> & { createdAt: Date }

export const insertCustomer = (trx: Trx, customer: NewCustomer): Promise<CustomerRecord> =>
  trx.insertInto('customers').values(customer).returningAll().executeTakeFirstOrThrow()

export const findCustomer = (db: Connection, shopId: string, id: string): Promise<CustomerRecord | undefined> =>
  db.selectFrom('customers').selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

export const listCustomers = async (db: Connection, shopId: string, ids: string[]): Promise<CustomerRecord[]> =>
  ids.length === 0
    ? []
    : db
        .selectFrom('customers')
        .selectAll()
        .where('shopId', '=', shopId)
        .where(sql<boolean>`id = ANY (${ids}::uuid[])`)
        .execute()

const recalled = new WeakMap<Trx, Map<string, CustomerRecord>>()

/** The same, asked once in a transaction: for what follows from things, which changes no customer. */
export async function recallCustomers(trx: Trx, shopId: string, ids: string[]): Promise<CustomerRecord[]> {
  const known = recalled.get(trx) ?? new Map<string, CustomerRecord>()
  recalled.set(trx, known)
  const unknown = [...new Set(ids)].filter((id) => !known.has(id))
  for (const customer of await listCustomers(trx, shopId, unknown)) known.set(customer.id, customer)
  return ids.flatMap((id) => known.get(id) ?? [])
}

/** Locked, so that two sign-ins of one shopper at once meet the same row: the very first too, when there is no row to lock yet. */
export async function lockCustomerByExternalId(
  trx: Trx,
  shopId: string,
  externalId: string,
): Promise<CustomerRecord | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${shopId} ${externalId}`}::text, 0))`.execute(trx)
  return trx
    .selectFrom('customers')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('externalId', '=', externalId)
    .forUpdate()
    .executeTakeFirst()
}

export const changeCustomer = (trx: Trx, customer: CustomerRecord): Promise<CustomerRecord> => {
  const { shopId, id, createdAt: _, ...rest } = customer
  return trx
    .updateTable('customers')
    .set(rest)
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** What an anonymous shopper said before they signed in stays theirs. */
export async function handOverTickets(trx: Trx, shopId: string, from: string, to: string): Promise<void> {
  await trx
    .updateTable('tickets')
    .set({ customerId: to })
    .where('shopId', '=', shopId)
    .where('customerId', '=', from)
    .execute()
  await trx
    .updateTable('ticketMessages')
    .set({ authorId: to })
    .where('shopId', '=', shopId)
    .where('authorKind', '=', 'customer')
    .where('authorId', '=', from)
    .execute()
}

export interface NewSession {
  shopId: string
  id: string
  customerId: string
  renewalHash: string
  at: Date
}

export async function insertSession(trx: Trx, { at, ...session }: NewSession): Promise<void> {
  await trx
    .insertInto('visitorSessions')
    .values({ ...session, createdAt: at, lastUsedAt: at, endedAt: null })
    .execute()
}

export const lockSessionByRenewal = (trx: Trx, shopId: string, renewalHash: string, usedSince: Date) =>
  trx
    .selectFrom('visitorSessions')
    .select(['id', 'customerId'])
    .where('shopId', '=', shopId)
    .where('renewalHash', '=', renewalHash)
    .where('endedAt', 'is', null)
    .where('lastUsedAt', '>', usedSince)
    .forUpdate()
    .executeTakeFirst()

export async function touchSession(trx: Trx, shopId: string, id: string, at: Date): Promise<void> {
  await trx
    .updateTable('visitorSessions')
    .set({ lastUsedAt: at })
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .execute()
}

export async function endSession(db: Connection, shopId: string, id: string, at: Date): Promise<void> {
  await db
    .updateTable('visitorSessions')
    .set({ endedAt: at })
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

/** In all shops. */
export const listEndedSessions = (db: Connection, since: Date): Promise<{ shopId: string; id: string }[]> =>
  db.selectFrom('visitorSessions').select(['shopId', 'id']).where('endedAt', '>=', since).execute()

/** A visitor whose session has not ended, with the origins of their shop. */
export const findVisitor = (db: Connection, shopId: string, sessionId: string, customerId: string) =>
  db
    .selectFrom('visitorSessions')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.shopId', '=', 'visitorSessions.shopId')
        .onRef('customers.id', '=', 'visitorSessions.customerId'),
    )
    .innerJoin('shops', 'shops.id', 'visitorSessions.shopId')
    .select(['customers.name', 'shops.origins'])
    .where('visitorSessions.shopId', '=', shopId)
    .where('visitorSessions.id', '=', sessionId)
    .where('visitorSessions.customerId', '=', customerId)
    .where('visitorSessions.endedAt', 'is', null)
    .executeTakeFirst()

/** A secret key or an agent's token that is in force; an agent's only while they are a member of the shop. */
export const findKey = (db: Connection, lookup: string, now: Date) =>
  db
    .selectFrom('keys')
    .innerJoin('shops', 'shops.id', 'keys.shopId')
    .leftJoin('auth.member', (join) =>
      join.onRef('auth.member.organizationId', '=', 'keys.shopId').onRef('auth.member.userId', '=', 'keys.agentId'),
    )
    .leftJoin('auth.user', 'auth.user.id', 'auth.member.userId')
    .select(['keys.id', 'keys.shopId', 'keys.kind', 'keys.name', 'keys.agentId', 'shops.origins'])
    .select(['keys.scopes', 'keys.expiresAt', 'keys.lastUsedAt'])
    .select(['auth.member.role', 'auth.user.name as agentName'])
    .where('keys.lookup', '=', lookup)
    .where('keys.kind', 'in', ['secret', 'agent'])
    .where('keys.revokedAt', 'is', null)
    .where((eb) => eb.or([eb('keys.expiresAt', 'is', null), eb('keys.expiresAt', '>', now)]))
    .executeTakeFirst()

/** What a credential of an agent gives: none is in force that is not in this list. */
export interface InForce {
  id: string
  shopId: string
  role: string
}

/** Of these keys and sign-ins, those that are in force at this moment, each with the role that it gives. */
export async function listInForce(db: Connection, ids: string[], now: Date): Promise<InForce[]> {
  const { rows } = await sql<InForce>`
    SELECT k.id, k.shop_id, CASE k.kind WHEN 'secret' THEN 'admin' ELSE m.role END AS role
      FROM keys k LEFT JOIN auth.member m ON m.organization_id = k.shop_id AND m.user_id = k.agent_id
      WHERE k.id = ANY (${ids}::uuid[]) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now})
        AND (k.kind = 'secret' OR m.id IS NOT NULL)
    UNION ALL
    SELECT s.id, m.organization_id, m.role FROM auth.session s JOIN auth.member m ON m.user_id = s.user_id
      WHERE s.id = ANY (${ids}::uuid[]) AND s.expires_at > ${now}`.execute(db)
  return rows
}

/** The shop in which a signed-in agent works: the one they chose, or the first that they joined. */
export const findMembership = (db: Connection, userId: string, chosen: string | null) =>
  db
    .selectFrom('auth.member')
    .select(['organizationId as shopId', 'role'])
    .where('userId', '=', userId)
    .$if(chosen !== null, (query) => query.where('organizationId', '=', chosen ?? ''))
    .orderBy('createdAt')
    .executeTakeFirst()

export async function insertOrganization(trx: Trx, shop: { id: string; name: string; createdAt: Date }): Promise<void> {
  await trx
    .insertInto('auth.organization')
    .values({ ...shop, slug: shop.id })
    .execute()
}

export interface NewAgent {
  id: string
  email: string
  name: string
  passwordHash: string
  at: Date
}

/** False where the address is known already, also when somebody else made it known this moment. */
export async function insertUser(trx: Trx, { at, passwordHash, ...user }: NewAgent): Promise<boolean> {
  const times = { createdAt: at, updatedAt: at }
  const inserted = await trx
    .insertInto('auth.user')
    .values({ ...user, emailVerified: true, ...times })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  await trx
    .insertInto('auth.account')
    .values({
      id: user.id,
      accountId: user.id,
      userId: user.id,
      providerId: 'credential',
      password: passwordHash,
      ...times,
    })
    .execute()
  return true
}

export const findUserByEmail = (db: Connection, email: string) =>
  db.selectFrom('auth.user').select(['id', 'name']).where('email', '=', email).executeTakeFirst()

export async function insertMember(
  trx: Trx,
  member: { id: string; organizationId: string; userId: string; role: AgentRole; createdAt: Date },
): Promise<boolean> {
  const inserted = await trx
    .insertInto('auth.member')
    .values(member)
    .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function findAgent(db: Connection, shopId: string, agentId: string): Promise<Agent | undefined> {
  const found = await db
    .selectFrom('auth.member')
    .innerJoin('auth.user', 'auth.user.id', 'auth.member.userId')
    .select(['auth.user.id', 'auth.user.name', 'auth.user.email', 'auth.member.role'])
    .where('auth.member.organizationId', '=', shopId)
    .where('auth.user.id', '=', agentId)
    .executeTakeFirst()
  return found && { ...found, role: agentRoleOf(found.role) }
}

/** An agent of the shop by their address, as they sign in with it. */
export async function findAgentByEmail(db: Connection, shopId: string, email: string): Promise<Agent | undefined> {
  const found = await db.selectFrom('auth.user').select('id').where('email', '=', email).executeTakeFirst()
  return found && findAgent(db, shopId, found.id)
}

/** The ids of a shop's admins, in the order in which they joined it. */
export async function listAdmins(db: Connection, shopId: string): Promise<string[]> {
  const found = await db
    .selectFrom('auth.member')
    .select('userId')
    .where('organizationId', '=', shopId)
    .where('role', '=', 'admin')
    .orderBy('createdAt')
    .orderBy('userId')
    .execute()
  return found.map(({ userId }) => userId)
}

/** Of these, those who are agents of the shop. */
export async function findAgents(db: Connection, shopId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const found = await db
    .selectFrom('auth.member')
    .select('userId')
    .where('organizationId', '=', shopId)
    .where('userId', 'in', ids)
    .execute()
  return found.map(({ userId }) => userId)
}

/** The database holds no other role: a check constraint watches. */
export const agentRoleOf = (role: string | null): AgentRole => (role === 'admin' ? 'admin' : 'support_agent')

export function customerOf(record: CustomerRecord): Customer {
  const { id, standing, name, email, externalId, locale, createdAt } = record
  return { id, standing, name, email, externalId, locale, createdAt: createdAt.toISOString() }
}
