import type { MailKind, MailLocale } from '@comptoir/sdk/contract'
import type { Selectable } from 'kysely'
import type { Connection } from '../../platform/db.ts'
import type { Database } from '../../schema.ts'

export type TemplateRecord = Selectable<Database['mailTemplates']>

export const findTemplate = (
  db: Connection,
  shopId: string,
  kind: MailKind,
  locale: MailLocale,
): Promise<TemplateRecord | undefined> =>
  db
    .selectFrom('mailTemplates')
    .selectAll()
    .where('shopId', '=', shopId)
    .where('kind', '=', kind)
    .where('locale', '=', locale)
    .executeTakeFirst()

export const listTemplates = (db: Connection, shopId: string): Promise<TemplateRecord[]> =>
  db.selectFrom('mailTemplates').selectAll().where('shopId', '=', shopId).execute()

export async function putTemplate(db: Connection, template: TemplateRecord): Promise<void> {
  const { subject, body, updatedAt } = template
  await db
    .insertInto('mailTemplates')
    .values(template)
    .onConflict((conflict) => conflict.columns(['shopId', 'kind', 'locale']).doUpdateSet({ subject, body, updatedAt }))
    .execute()
}

export async function deleteTemplate(
  db: Connection,
  shopId: string,
  kind: MailKind,
  locale: MailLocale,
): Promise<void> {
  await db
    .deleteFrom('mailTemplates')
    .where('shopId', '=', shopId)
    .where('kind', '=', kind)
    .where('locale', '=', locale)
    .execute()
}
