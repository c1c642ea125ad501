import type { MessageType } from '@comptoir/sdk/contract'
import type { Unit } from '../platform/commit.ts'
import { Failure } from '../platform/failure.ts'
import type { FileRecord, KeptFile } from '../schema.ts'
import { findShop } from '../shops/store.ts'
import { keptOf, ownerOf } from './rules.ts'
import * as store from './store.ts'

interface Taking {
  id: string
  ticketId: string
  type: MessageType
}

const DAY = 24 * 60 * 60 * 1000

/**
 * Gives files to a message that is being stored, and answers what the message is to say of them.
 *
 * @throws Failure `invalid` for a file that its author has not sent, or that is in a message already; `storage_full` when
 * the ticket has had its share of the day
 */
export async function attach(unit: Unit, message: Taking, fileIds: readonly string[] = []): Promise<KeptFile[]> {
  if (fileIds.length === 0) return []
  const found = await store.lockFiles(unit.trx, unit.shopId, fileIds)
  const files = fileIds.map((id, place) => own(unit, found, id, fileIds.indexOf(id) === place))
  await checkShare(unit, message.ticketId, files.length)
  await store.attachFiles(unit.trx, unit.shopId, fileIds, {
    ticketId: message.ticketId,
    messageId: message.id,
    internal: message.type === 'internal_note',
    attachedAt: unit.at,
  })
  return files.map(keptOf)
}

/** What is another's is not told apart from what is not there. */
function own({ actor }: Unit, found: FileRecord[], id: string, first: boolean): FileRecord {
  const file = found.find((one) => one.id === id)
  if (!file?.finishedAt || file.owner !== ownerOf(actor)) throw wrong(`Expected files that you have sent, got ${id}.`)
  if (file.messageId !== null || !first) throw wrong(`Expected a file that is in no message yet, got ${id}.`)
  return file
}

async function checkShare({ trx, shopId, at }: Unit, ticketId: string, count: number): Promise<void> {
  const { perMessage = 0, perTicketADay = 0 } = (await findShop(trx, shopId))?.settings.files ?? {}
  if (count > perMessage) throw wrong(`Expected at most ${perMessage} files in one message, got ${count}.`)
  const today = await store.countAttached(trx, shopId, ticketId, new Date(at.getTime() - DAY))
  if (today + count > perTicketADay)
    throw new Failure('storage_full', `Expected at most ${perTicketADay} files in one ticket a day, got more.`)
}

const wrong = (detail: string) => new Failure('invalid', `files: ${detail}`, { errors: [{ path: 'files', detail }] })
