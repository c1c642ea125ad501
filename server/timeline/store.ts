import { type Fact, newId } from '@comptoir/sdk/contract'
import type { Recorded, Work } from '../platform/commit.ts'
import type { Connection } from '../platform/db.ts'
import type { Happened } from '../platform/happening.ts'
import { insertRows } from '../platform/rows.ts'
import type { FactRecord } from '../schema.ts'

/**
 * Puts facts on record. Their positions come from the shop's counter row, whose lock is held to the commit:
 * so positions are committed in order, and a reader who has seen 41 misses nothing by going on at 42.
 */
export async function appendFacts({ trx, shopId, at }: Work, recorded: Recorded[]): Promise<Happened[]> {
  if (recorded.length === 0) return []
  const { lastFact } = await trx
    .updateTable('shopCounters')
    .set((eb) => ({ lastFact: eb('lastFact', '+', recorded.length) }))
    .where('shopId', '=', shopId)
    .returning('lastFact')
    .executeTakeFirstOrThrow()
  const records = recorded.map(
    ({ actor, happening }, index): FactRecord => ({
      shopId,
      position: lastFact - recorded.length + index + 1,
      id: newId(at.getTime()),
      ticketId: happening.ticket.id,
      type: happening.type,
      data: { ...happening.data },
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      at,
    }),
  )
  await insertRows(trx, 'facts', records)
  return recorded.map(({ happening }, index) => ({ happening, fact: factOf(records[index] as FactRecord) }))
}

export async function listFacts(
  db: Connection,
  shopId: string,
  ticketId: string,
  range: { after: number; limit: number },
): Promise<Fact[]> {
  const records = await db
    .selectFrom('facts')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('ticketId', '=', ticketId)
    .where('position', '>', range.after)
    .orderBy('position')
    .limit(range.limit)
    .execute()
  return records.map(factOf)
}

export async function listFactsAfter(
  db: Connection,
  shopId: string,
  range: { after: number; limit: number },
): Promise<Fact[]> {
  const records = await db
    .selectFrom('facts')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('position', '>', range.after)
    .orderBy('position')
    .limit(range.limit)
    .execute()
  return records.map(factOf)
}

export async function lastPositionOf(db: Connection, shopId: string): Promise<number> {
  const counter = await db
    .selectFrom('shopCounters')
    .select('lastFact')
    .where('shopId', '=', shopId)
    .executeTakeFirstOrThrow()
  return counter.lastFact
}

export function factOf(record: FactRecord): Fact {
  const { shopId, position, id, ticketId, type, data, at } = record
  const actor = { kind: record.actorKind, id: record.actorId, name: record.actorName }
  // Type and data were written together from one `Happening`.
  return { id, shopId, position, ticketId, type, data, actor, at: at.toISOString() } as Fact
}
