import { type AgentRole, type Me, newId } from '@comptoir/sdk/contract'
import { hashPassword } from 'better-auth/crypto'
import type { AgentActor } from '../platform/actor.ts'
import type { Context } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import { Failure } from '../platform/failure.ts'
import { newSecret } from '../platform/seal.ts'
import { findShop, insertKey } from '../shops/store.ts'
import * as store from './store.ts'

export interface NewAgent {
  shopId: string
  email: string
  name: string
  role: AgentRole
  password: string
}

export interface OpenedAgent {
  agentId: string
  /** Shown this once. Works as `Authorization: Bearer` and as a socket's `auth.token`. */
  token: string
}

/**
 * Makes an agent of a shop. A person who already is an agent elsewhere keeps their password and joins this shop too.
 * @throws Failure `conflict` when they already are one here
 */
export async function openAgent(trx: Trx, agent: NewAgent, at: Date): Promise<OpenedAgent> {
  const { shopId, email, name, role } = agent
  const agentId = await openPerson(trx, agent, at)
  const member = { id: newId(at.getTime()), organizationId: shopId, userId: agentId, role, createdAt: at }
  if (!(await store.insertMember(trx, member)))
    throw new Failure('conflict', `${email} already is an agent of this shop.`)
  const token = newSecret('at')
  await insertKey(trx, { shopId, id: newId(), kind: 'agent', name, key: token, agentId, createdAt: at })
  return { agentId, token }
}

/** The one who has this address, made where nobody has. Two who make the same one at once get the same one. */
async function openPerson(trx: Trx, person: Omit<NewAgent, 'shopId' | 'role'>, at: Date): Promise<string> {
  const { email, name, password } = person
  const known = await store.findUserByEmail(trx, email)
  if (known) return known.id
  const id = newId(at.getTime())
  const inserted = await store.insertUser(trx, { id, email, name, passwordHash: await hashPassword(password), at })
  return inserted ? id : openPerson(trx, person, at)
}

/** Every shop is an organization of better-auth with the same id. */
export const openOrganization = store.insertOrganization

export async function readMe(ctx: Context, actor: AgentActor): Promise<Me> {
  const shop = await findShop(ctx.db, actor.shopId)
  if (!shop) throw new Failure('unauthorized')
  const agent = actor.agentId ? await store.findAgent(ctx.db, actor.shopId, actor.agentId) : undefined
  return { agent: agent ?? null, role: actor.role, shop: { id: shop.id, name: shop.name } }
}
