import type { Author, MessageDraft } from '@comptoir/sdk/contract'
import type { Unit } from '../platform/commit.ts'
import { Failure } from '../platform/failure.ts'
import type { MessageRecord, TicketRecord } from '../schema.ts'
import * as store from './store.ts'

const MOST_TOLD = 50

type Answer = Pick<MessageDraft, 'seenSeq' | 'force'> & { type: MessageRecord['type'] }

/** Whether an answer was written before a colleague's: then its writer has not seen that one. What the customer adds meanwhile is no reason. */
export const isStale = (said: readonly MessageRecord[], { id }: Pick<Author, 'id'>): boolean =>
  said.some(({ type, authorId }) => type === 'agent_message' && authorId !== id)

/** Why an answer is refused, with what has been said since, or `null`. `batch`: what is about to be stored with it. */
export async function staleAnswer(
  unit: Pick<Unit, 'trx' | 'actor'>,
  ticket: TicketRecord,
  { type, seenSeq, force }: Answer,
  batch: readonly MessageRecord[],
): Promise<Failure | null> {
  if (type !== 'agent_message' || seenSeq === undefined || force || seenSeq >= ticket.lastSeq) return null
  const place = { shopId: ticket.shopId, ticketId: ticket.id }
  const stored = await store.listSaidAfter(unit.trx, place, seenSeq, MOST_TOLD)
  const waiting = batch.filter((one) => one.ticketId === ticket.id && one.publicSeq !== null && one.seq > seenSeq)
  const said = [...stored, ...waiting]
  if (!isStale(said, unit.actor)) return null
  const since = said.map((message) => store.messageOf(message, 'agent'))
  const detail = `Expected the answer to know all that colleagues have said, got one that knows it up to ${seenSeq}: read what came since, or send it with force.`
  return new Failure('stale_answer', detail, { since })
}
