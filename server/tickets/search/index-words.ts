import { findCustomer } from '../../identity/store.ts'
import type { Unit } from '../../platform/commit.ts'
import type { Trx } from '../../platform/db.ts'
import type { MessageRecord, TicketRecord } from '../../schema.ts'
import { findShop } from '../../shops/store.ts'
import { findTicket } from '../store.ts'
import * as store from './store.ts'
import { dictionaryFor, indexedWords, wordsOf } from './words.ts'

/** A new ticket is found as soon as it is acknowledged: its words are stored in its own transaction. */
export async function indexNew(
  unit: Pick<Unit, 'trx' | 'shopId'>,
  { ticket }: { ticket: TicketRecord },
): Promise<void> {
  await indexOne(unit.trx, ticket, { said: [], noted: [] })
}

/** The words of a message join those of its ticket. */
export async function indexMessage(
  unit: Pick<Unit, 'trx' | 'shopId'>,
  { ticket, message }: { ticket: TicketRecord; message: MessageRecord },
): Promise<void> {
  const column = message.publicSeq === null ? 'notes' : 'words'
  await store.addWords(unit.trx, ticket, column, wordsOf(message.message), await dictionaryOf(unit.trx, unit.shopId))
}

/** These tickets' words as they are now: what they are about, their customer or the shop's language has changed. */
export async function reindex(trx: Trx, shopId: string, ids: string[]): Promise<void> {
  for (const id of ids) {
    const ticket = await findTicket(trx, { shopId, customerId: null }, id)
    if (ticket) await indexOne(trx, ticket, await store.readTexts(trx, ticket))
  }
}

async function indexOne(trx: Trx, ticket: TicketRecord, texts: { said: string[]; noted: string[] }): Promise<void> {
  const customer = (await findCustomer(trx, ticket.shopId, ticket.customerId)) ?? { name: null, email: null }
  const { words, notes } = indexedWords({ ticket, customer, ...texts })
  await store.putWords(trx, ticket, { words, notes }, await dictionaryOf(trx, ticket.shopId))
}

async function dictionaryOf(trx: Trx, shopId: string) {
  return dictionaryFor((await findShop(trx, shopId))?.locale ?? '')
}
