import { recallCustomers } from '../../identity/store.ts'
import type { Work } from '../../platform/commit.ts'
import type { Trx } from '../../platform/db.ts'
import type { MessageRecord, TicketRecord } from '../../schema.ts'
import { recallShop } from '../../shops/store.ts'
import { findTicket } from '../store.ts'
import * as store from './store.ts'
import { dictionaryFor, indexedWords, type Searched, wordsOf } from './words.ts'

/** New tickets are found as soon as they are acknowledged: their words are stored in their own transaction. */
export async function indexNew(
  { trx, shopId }: Pick<Work, 'trx' | 'shopId'>,
  created: { ticket: TicketRecord }[],
): Promise<void> {
  const tickets = created.map(({ ticket }) => ({ ticket, said: [], noted: [] }))
  await indexAll(trx, shopId, tickets)
}

/** The words of messages join those of their tickets. */
export async function indexMessages(
  { trx, shopId }: Pick<Work, 'trx' | 'shopId'>,
  posted: { ticket: TicketRecord; message: MessageRecord }[],
): Promise<void> {
  const added = new Map<string, { ticket: TicketRecord; words: string[]; notes: string[] }>()
  for (const { ticket, message } of posted) {
    const one = added.get(ticket.id) ?? { ticket, words: [], notes: [] }
    added.set(ticket.id, one)
    one[message.publicSeq === null ? 'notes' : 'words'].push(...wordsOf(message.message))
  }
  await store.addWords(trx, shopId, [...added.values()], await dictionaryOf(trx, shopId))
}

/** These tickets' words as they are now: what they are about, their customer or the shop's language has changed. */
export async function reindex(trx: Trx, shopId: string, ids: string[]): Promise<void> {
  for (const id of ids) {
    const ticket = await findTicket(trx, { shopId, customerId: null }, id)
    if (ticket) await indexAll(trx, shopId, [{ ticket, ...(await store.readTexts(trx, ticket)) }])
  }
}

type OfTicket = Omit<Searched, 'ticket' | 'customer'> & { ticket: TicketRecord }

const NAMELESS = { name: null, email: null }

async function indexAll(trx: Trx, shopId: string, texts: OfTicket[]): Promise<void> {
  const customers = await recallCustomers(
    trx,
    shopId,
    texts.map(({ ticket }) => ticket.customerId),
  )
  const byId = new Map(customers.map((customer) => [customer.id, customer]))
  const rows = texts.map(({ ticket, ...rest }) => ({
    ticket,
    ...indexedWords({ ticket, customer: byId.get(ticket.customerId) ?? NAMELESS, ...rest }),
  }))
  await store.putWords(trx, shopId, rows, await dictionaryOf(trx, shopId))
}

async function dictionaryOf(trx: Trx, shopId: string) {
  return dictionaryFor((await recallShop(trx, shopId))?.locale ?? '')
}
