import type { Fact, Workflow, WorkflowRule } from '@comptoir/sdk/contract'
import { sql } from 'kysely'
import type { Connection, Trx } from '../platform/db.ts'
import type { FactRecord, TicketRecord } from '../schema.ts'
import { factOf } from '../timeline/store.ts'
import type { Past } from './replay.ts'

export async function findWorkflow(db: Connection, shopId: string): Promise<Workflow> {
  const found = await db.selectFrom('workflows').selectAll().where('shopId', '=', shopId).executeTakeFirst()
  if (!found) return { rules: [], revision: 0, updatedAt: null }
  return { rules: found.rules, revision: found.revision, updatedAt: found.updatedAt.toISOString() }
}

/** Puts the rules in place of those of a revision; `null` when somebody was faster. */
export async function replaceWorkflow(
  trx: Trx,
  shopId: string,
  rules: WorkflowRule[],
  before: number | undefined,
  at: Date,
): Promise<number | null> {
  const text = JSON.stringify(rules)
  const stored = await trx
    .insertInto('workflows')
    .values({ shopId, rules: text, revision: 1, updatedAt: at })
    .onConflict((conflict) =>
      conflict
        .column('shopId')
        .doUpdateSet({ rules: text, revision: sql`workflows.revision + 1`, updatedAt: at })
        .where((eb) => (before === undefined ? eb.lit(true) : eb('workflows.revision', '=', before))),
    )
    .returning('revision')
    .executeTakeFirst()
  if (!stored) return null
  // A first one made by an admin who thought there was one already.
  return before !== undefined && stored.revision !== before + 1 ? null : stored.revision
}

export interface Run {
  shopId: string
  ticketId: string
  position: number
}

/** Notes that a rule has run for one happening; `false` when it had. */
export async function claimRun(
  trx: Trx,
  { shopId, ticketId, position }: Run,
  ruleId: string,
  at: Date,
): Promise<boolean> {
  const claimed = await trx
    .insertInto('workflowRuns')
    .values({ shopId, ticketId, position, ruleId, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('ruleId')
    .executeTakeFirst()
  return claimed !== undefined
}

export async function listRuns(db: Connection, { shopId, ticketId, position }: Run): Promise<Set<string>> {
  const rows = await db
    .selectFrom('workflowRuns')
    .select('ruleId')
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('position', '=', position)
    .execute()
  return new Set(rows.map(({ ruleId }) => ruleId))
}

export async function findText(db: Connection, shopId: string, ticketId: string, seq: number): Promise<string> {
  const found = await db
    .selectFrom('ticketMessages')
    .select('message')
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return found?.message ?? ''
}

/** The next tickets by id that are not closed. */
export const listLiving = (
  db: Connection,
  shopId: string,
  after: string | null,
  limit: number,
): Promise<Pick<TicketRecord, 'id' | 'createdAt'>[]> =>
  db
    .selectFrom('tickets')
    .select(['id', 'createdAt'])
    .where('shopId', '=', shopId)
    .where('status', '<>', 'closed')
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()

/** The newest tickets made since then, without their pasts. */
export const listMadeSince = (db: Connection, shopId: string, since: Date, limit: number): Promise<TicketRecord[]> =>
  db
    .selectFrom('tickets')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('createdAt', '>=', since)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Some tickets with all that has happened to them, and what their customers wrote. */
export async function readPasts(db: Connection, shopId: string, tickets: TicketRecord[]): Promise<Past[]> {
  if (tickets.length === 0) return []
  const ids = tickets.map(({ id }) => id)
  const facts = await db
    .selectFrom('facts')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', 'in', ids)
    .orderBy('position')
    .execute()
  const messages = await db
    .selectFrom('ticketMessages')
    .select(['ticketId', 'seq', 'message'])
    .where('shopId', '=', shopId)
    .where('ticketId', 'in', ids)
    .where('type', '=', 'customer_message')
    .execute()
  return tickets.map((ticket) => ({
    ticket,
    facts: facts.filter(({ ticketId }: FactRecord) => ticketId === ticket.id).map((record): Fact => factOf(record)),
    texts: new Map(messages.filter(({ ticketId }) => ticketId === ticket.id).map(({ seq, message }) => [seq, message])),
  }))
}
