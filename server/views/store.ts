import type { View, ViewFilter } from '@comptoir/sdk/contract'
import type { Selectable } from 'kysely'
import type { Connection } from '../platform/db.ts'
import type { Database } from '../schema.ts'

export type ViewRecord = Selectable<Database['views']>

/** The agent's own and the shared ones, oldest first. */
export const listViews = (db: Connection, shopId: string, agentId: string | null): Promise<ViewRecord[]> =>
  db
    .selectFrom('views')
    .selectAll()
    .where('shopId', '=', shopId)
    .where((eb) =>
      eb.or([eb('shared', '=', true), agentId === null ? eb('agentId', 'is', null) : eb('agentId', '=', agentId)]),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

export const findView = (db: Connection, shopId: string, id: string): Promise<ViewRecord | undefined> =>
  db.selectFrom('views').selectAll().where('shopId', '=', shopId).where('id', '=', id).executeTakeFirst()

export const insertView = (
  db: Connection,
  { filter, ...view }: Omit<ViewRecord, 'filter'> & { filter: ViewFilter },
): Promise<ViewRecord> =>
  db
    .insertInto('views')
    .values({ ...view, filter: JSON.stringify(filter) })
    .returningAll()
    .executeTakeFirstOrThrow()

export const changeView = (
  db: Connection,
  { shopId, id }: Pick<ViewRecord, 'shopId' | 'id'>,
  { name, shared, filter }: Pick<ViewRecord, 'name' | 'shared' | 'filter'>,
): Promise<ViewRecord> =>
  db
    .updateTable('views')
    .set({ name, shared, filter: JSON.stringify(filter) })
    .where('shopId', '=', shopId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export async function deleteView(db: Connection, shopId: string, id: string): Promise<void> {
  await db.deleteFrom('views').where('shopId', '=', shopId).where('id', '=', id).execute()
}

export const viewOf = ({ id, name, shared, agentId, filter, createdAt }: ViewRecord): View => ({
  id,
  name,
  shared,
  agentId,
  filter,
  createdAt: createdAt.toISOString(),
})
