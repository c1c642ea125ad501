import { type Author, type Message, type MessageDraft, newId } from '@comptoir/sdk/contract'
import { attach } from '../attachments/attach.ts'
import { allow } from '../identity/roles.ts'
import { type Actor, authorOf } from '../platform/actor.ts'
import type { Unit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { Failure } from '../platform/failure.ts'
import { type Outcome, refusable, Together } from '../platform/together.ts'
import { isInWhole } from '../platform/whole.ts'
import type { MessageRecord, TicketRecord } from '../schema.ts'
import { scopeOf, sideOf } from '../tickets/actions.ts'
import { append } from './append.ts'
import { mayPost, sameMessage, typeFor } from './rules.ts'
import { staleAnswer } from './stale.ts'
import * as store from './store.ts'

/** One message on its way in. */
interface Post {
  actor: Actor
  ref: string
  draft: MessageDraft & { type: MessageRecord['type'] }
}

const queues = new WeakMap<Context, Together<Post, Message>>()

/**
 * The one door by which a message enters, from a socket, over HTTP or by mail. Sent twice, it is stored once and answered
 * twice. Those who wait in the same moment are stored together.
 * @throws Failure `conflict` when its name is another message's; `rate_limited` when too many of the shop wait already
 */
export async function postMessage(ctx: Context, actor: Actor, ref: string, draft: MessageDraft): Promise<Message> {
  allow(actor, 'postMessage')
  const post: Post = { actor, ref, draft: { ...draft, type: typeFor(actor, draft.type) } }
  if (!isInWhole()) return queueOf(ctx).do(actor.shopId, post)
  const [outcome] = await postTogether(ctx, actor.shopId, [post])
  if (outcome && 'answer' in outcome) return outcome.answer
  throw outcome?.refused
}

function queueOf(ctx: Context): Together<Post, Message> {
  const queue = queues.get(ctx) ?? new Together((shopId, posts: Post[]) => postTogether(ctx, shopId, posts))
  queues.set(ctx, queue)
  return queue
}

/** An internal note inside somebody else's unit. Answers the ticket as it is then. */
export async function postNote(unit: Unit, ticket: TicketRecord, text: string): Promise<TicketRecord> {
  const draft = { id: newId(unit.at.getTime()), message: text, type: 'internal_note', files: [] } as const
  const { ticket: after, message } = append(unit, onceStored(ticket), { ...draft, files: [] })
  await store.storeTogether(unit.trx, [after], [message])
  return after
}

/** Locks every ticket once, decides for each message in its turn, and stores all by few statements. */
function postTogether(ctx: Context, shopId: string, posts: Post[]): Promise<Outcome<Message>[]> {
  const authors = posts.map(({ actor }) => authorOf(actor))
  return ctx.commitTogether(shopId, authors, async (units, { trx }) => {
    const desk = new Desk(
      await store.lockTickets(
        trx,
        shopId,
        posts.map(({ ref }) => ref),
      ),
    )
    desk.know(await store.listByClientId(trx, shopId, desk.named(posts)))
    const outcomes: Outcome<Message>[] = []
    for (const [place, unit] of units.entries()) {
      const post = posts[place]
      if (post) outcomes.push(await desk.take(unit, post))
    }
    await store.storeTogether(trx, desk.turned, desk.messages)
    return outcomes
  })
}

/** The tickets of a batch while it is decided: what one message changes, the next one finds changed. */
class Desk {
  readonly #tickets = new Map<string, TicketRecord>()
  readonly #stored = new Map<string, MessageRecord>()
  readonly #turned = new Map<string, TicketRecord>()
  readonly messages: MessageRecord[] = []

  constructor(tickets: TicketRecord[]) {
    for (const ticket of tickets) this.#put(onceStored(ticket))
  }

  get turned(): TicketRecord[] {
    return [...this.#turned.values()]
  }

  /** The names under which messages may be there already. */
  named(posts: Post[]): { ticketId: string; clientId: string }[] {
    return posts.flatMap(({ ref, draft: { clientId } }) => {
      const ticketId = this.#tickets.get(nameOf(ref))?.id
      return ticketId !== undefined && clientId !== undefined ? [{ ticketId, clientId }] : []
    })
  }

  know(stored: MessageRecord[]): void {
    for (const message of stored)
      this.#stored.set(keyOf(message.ticketId, authorIn(message), message.clientId), message)
  }

  /** What throws here beside a refusal ends the whole batch. */
  async take(unit: Unit, { actor, ref, draft }: Post): Promise<Outcome<Message>> {
    const decided = refusable(() => {
      const ticket = this.#access(actor, ref)
      const key = draft.clientId === undefined ? undefined : keyOf(ticket.id, unit.actor, draft.clientId)
      const stored = key === undefined ? undefined : this.#stored.get(key)
      if (stored) return { stored: sameMessage(stored, draft) }
      mayPost(ticket, draft.type)
      return { ticket, key }
    })
    if ('refused' in decided) return decided
    const { stored, ticket, key } = decided.answer
    if (stored) return { answer: store.messageOf(stored, sideOf(actor)) }
    const stale = await staleAnswer(unit, ticket, draft, this.messages)
    if (stale) return { refused: stale }
    const id = newId(unit.at.getTime())
    const files = await attach(unit, { id, ticketId: ticket.id, type: draft.type }, draft.files)
    const { ticket: after, message } = append(unit, ticket, { ...draft, id, files })
    this.#put(after)
    this.#turned.set(after.id, after)
    this.messages.push(message)
    if (key !== undefined) this.#stored.set(key, message)
    return { answer: store.messageOf(message, sideOf(actor)) }
  }

  #put(ticket: TicketRecord): void {
    this.#tickets.set(ticket.id, ticket)
    this.#tickets.set(String(ticket.number), ticket)
  }

  #access(actor: Actor, ref: string): TicketRecord {
    const ticket = this.#tickets.get(nameOf(ref))
    const { customerId } = scopeOf(actor)
    if (ticket && (customerId === null || ticket.customerId === customerId)) return ticket
    throw new Failure('not_found', 'There is no such ticket.')
  }
}

/** The database counts a row's changes, and a batch changes it once. */
const onceStored = (ticket: TicketRecord): TicketRecord => ({ ...ticket, revision: ticket.revision + 1 })

const nameOf = (ref: string): string => ref.replace('#', '').toLowerCase()
const authorIn = ({ authorKind, authorId }: MessageRecord) => ({ kind: authorKind, id: authorId })
const keyOf = (ticketId: string, { kind, id }: Pick<Author, 'kind' | 'id'>, clientId: string | null): string =>
  `${ticketId} ${kind} ${id} ${clientId}`
