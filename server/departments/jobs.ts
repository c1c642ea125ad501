import type { Trx } from '../platform/db.ts'
import { defineJob, FIRST } from '../platform/jobs.ts'
import type { DepartmentRecord, ShopRecord } from '../schema.ts'
import { listDepartments, listDepartmentsOf } from './store.ts'

/** Gives out what waits in a department, while somebody is free. */
export const giveOut = defineJob<{ shopId: string; departmentId: string }>('departments.give_out')

/** One job a department: whoever asks while it waits need not ask again. */
export const giveOutLater = (trx: Trx, { shopId, id }: Pick<DepartmentRecord, 'shopId' | 'id'>): Promise<void> =>
  giveOut.add(trx, { shopId, departmentId: id }, { key: `departments.give_out:${id}`, priority: FIRST })

/** This agent can be given more. */
export async function giveOutFor(trx: Trx, shopId: string, agentId: string): Promise<void> {
  for (const { id } of await listDepartmentsOf(trx, shopId, [agentId])) await giveOutLater(trx, { shopId, id })
}

/** The shop may give out by another plan now, or let its agents hold more. */
export async function giveOutByNewPlan(trx: Trx, before: ShopRecord, after: ShopRecord): Promise<void> {
  if (JSON.stringify(before.settings.assignment) === JSON.stringify(after.settings.assignment)) return
  for (const department of await listDepartments(trx, after.id)) await giveOutLater(trx, department)
}
