import type { Author } from '@comptoir/sdk/contract'
import { planOf } from '../departments/rules.ts'
import { findDepartment, lockDepartment } from '../departments/store.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import type { DepartmentRecord } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { lockTicket } from '../tickets/store.ts'
import { handTo, reroute } from './hands.ts'
import { choose, freeOf, wantsHolder } from './rules.ts'
import * as store from './store.ts'

const SYSTEM: Author = { kind: 'system', id: null, name: null }
const AT_A_TIME = 50

type Outcome = 'given' | 'kept' | 'nobody is free'

/** Gives out what waits in a department while somebody is free, each ticket in a transaction of its own. What a retired one leaves moves on. */
export async function giveOutDepartment(
  ctx: Context,
  { shopId, departmentId }: { shopId: string; departmentId: string },
): Promise<void> {
  const department = await findDepartment(ctx.db, shopId, departmentId)
  if (!department) return
  if (department.retiredAt !== null) return moveOn(ctx, department)
  const kept: string[] = []
  for (;;) {
    const waiting = await store.listUnassigned(ctx.db, department, kept, AT_A_TIME)
    if (waiting.length === 0) return
    for (const ticketId of waiting) {
      checkOpen(ctx)
      const outcome = await ctx.commit({ shopId, actor: SYSTEM }, (unit) => giveOne(unit, departmentId, ticketId))
      if (outcome === 'nobody is free') return
      if (outcome === 'kept') kept.push(ticketId)
    }
  }
}

/** The rows are taken in one order everywhere: ticket, department, agents. */
async function giveOne(unit: Unit, departmentId: string, ticketId: string): Promise<Outcome> {
  const { trx, shopId } = unit
  const ticket = await lockTicket(trx, { shopId, customerId: null }, ticketId)
  if (!ticket || !wantsHolder(ticket) || ticket.departmentId !== departmentId) return 'kept'
  const department = await lockDepartment(trx, shopId, departmentId)
  const shop = await findShop(trx, shopId)
  if (!department || !shop) return 'kept'
  const plan = planOf(department, shop.settings.assignment)
  if (plan.strategy === 'manual') return 'nobody is free'
  const present = await store.lockCandidates(trx, department)
  const choice = choose(plan, present, ticket.handedBackBy)
  if (!choice) return freeOf(present, plan.capacity).length > 0 ? 'kept' : 'nobody is free'
  await store.takeTurn(trx, department, choice.to)
  await handTo(unit, ticket, choice.to, choice.reason)
  return 'given'
}

async function moveOn(ctx: Context, department: DepartmentRecord): Promise<void> {
  const { shopId, id } = department
  for (;;) {
    const left = await store.listUnclosed(ctx.db, department, AT_A_TIME)
    for (const ticketId of left) {
      checkOpen(ctx)
      await ctx.commit({ shopId, actor: SYSTEM }, async (unit) => {
        const ticket = await lockTicket(unit.trx, { shopId, customerId: null }, ticketId)
        if (ticket?.departmentId === id) await reroute(unit, ticket, 'retired')
      })
    }
    if (left.length < AT_A_TIME) return
  }
}

function checkOpen(ctx: Context): void {
  if (ctx.closing.aborted) throw new Error('the server stops: the rest is given out after the next start')
}
