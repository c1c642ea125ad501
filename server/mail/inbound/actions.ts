import { createHash } from 'node:crypto'
import { type Agent, type Author, newId } from '@comptoir/sdk/contract'
import { postMessage, postNote } from '../../chat/post.ts'
import { findAgentByEmail, findCustomer, insertCustomer } from '../../identity/store.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Context } from '../../platform/context.ts'
import { Failure } from '../../platform/failure.ts'
import type { CustomerRecord, MailRecord, ShopRecord, TicketRecord } from '../../schema.ts'
import { findOnlyShop, findShop } from '../../shops/store.ts'
import { openTicket } from '../../tickets/create.ts'
import { findTicket, lockTicket } from '../../tickets/store.ts'
import * as mails from '../store.ts'
import { isToAgents } from '../templates/index.ts'
import { readAddress } from './address.ts'
import type { Incoming } from './letter.ts'
import { noteOf, subjectOf } from './note.ts'
import { type Fate, type Found, fateOf, wordsOf } from './rules.ts'
import * as store from './store.ts'

/** The ticket that a letter is about, and who its writer should be. */
interface Origin {
  ticket: TicketRecord
  customer: CustomerRecord | undefined
  agent: Agent | undefined
  found: Found
}

/** What a letter becomes: a message by the one door, a note, a ticket, or nothing. Comes it again, nothing more happens. */
export async function takeIn(ctx: Context, letter: Incoming, mailId: string | null): Promise<void> {
  const answered = await mailFor(ctx, letter, mailId)
  if (letter.bounce !== null) return noteBounce(ctx, letter, mailId === null ? undefined : answered)
  const heard = { ...letter, isAutomatic: letter.isAutomatic || isOurs(ctx, letter.sender) }
  const origin = answered && (await originOf(ctx, answered, heard, mailId !== null))
  const shop = origin ? await findShop(ctx.db, origin.ticket.shopId) : await findOnlyShop(ctx.db)
  if (!shop) return void ctx.log.warn({ subject: letter.subject }, 'a letter came in that is for no shop')
  const sender = letter.sender ?? ''
  const { day } = await store.countLetters(ctx.db, { shopId: shop.id, ticketId: null, sender }, ctx.clock())
  await carryOut(ctx, shop, heard, origin, fateOf(heard, origin?.found ?? null, day))
}

const mailFor = async (ctx: Context, { answers }: Incoming, mailId: string | null): Promise<MailRecord | undefined> => {
  if (mailId !== null) return store.findMailById(ctx.db, mailId)
  return answers.length > 0 ? store.findMailByMessageIds(ctx.db, answers) : undefined
}

/** Whoever gives one of our own addresses for theirs makes us write to ourselves. */
const isOurs = ({ config, secret }: Context, sender: string | null): boolean =>
  sender !== null &&
  (sender === config.mailFrom.address.toLowerCase() ||
    (config.mailIn !== null && readAddress({ secret }, config.mailIn.address, sender) !== undefined))

async function originOf(
  ctx: Context,
  mail: MailRecord,
  letter: Incoming,
  isSigned: boolean,
): Promise<Origin | undefined> {
  const ticket = await goesOnIn(ctx, mail)
  if (!ticket) return undefined
  const { recipient: address, shopId } = mail
  const kind = isToAgents(mail.kind) ? 'agent' : 'customer'
  const customer = await findCustomer(ctx.db, shopId, ticket.customerId)
  const agent = kind === 'agent' ? await findAgentByEmail(ctx.db, shopId, address) : undefined
  const isStill = kind === 'agent' ? agent !== undefined : customer?.email === address
  const sender = letter.sender ?? ''
  const before = await store.countLetters(ctx.db, { shopId, ticketId: ticket.id, sender }, ctx.clock())
  const by = isSigned ? 'token' : 'reference'
  return { ticket, customer, agent, found: { ticket, by, reader: { address, kind, isStill }, before } }
}

/** Merged tickets go on in another. */
async function goesOnIn(ctx: Context, { shopId, ticketId }: MailRecord): Promise<TicketRecord | undefined> {
  let id = ticketId
  for (let steps = 0; id !== null && steps < 10; steps++) {
    const ticket: TicketRecord | undefined = await findTicket(ctx.db, { shopId, customerId: null }, id)
    if (!ticket || ticket.mergedIntoId === null) return ticket
    id = ticket.mergedIntoId
  }
  return undefined
}

async function carryOut(
  ctx: Context,
  shop: ShopRecord,
  letter: Incoming,
  origin: Origin | undefined,
  fate: Fate,
): Promise<void> {
  const row = {
    ...rowOf(ctx, shop.id, letter),
    ticketId: origin?.ticket.id ?? null,
    outcome: fate.as,
    reason: fate.why,
  }
  if (fate.as === 'message' && origin) return say(ctx, shop, letter, origin, row)
  if (fate.as === 'note' && origin) return leaveNote(ctx, shop, letter, origin.ticket, row)
  if (fate.as === 'ticket') return open(ctx, shop, letter, origin?.customer, row)
  await store.insertLetter(ctx.db, row)
  ctx.log.info({ shopId: shop.id, why: fate.why }, 'a letter that came in was dropped')
}

const rowOf = (ctx: Context, shopId: string, { messageId, fingerprint, sender, subject }: Incoming) => ({
  ...{ shopId, id: newId(), messageId, fingerprint, sender: sender ?? '', subject },
  createdAt: ctx.clock(),
})

/** By the same door as from a page: the name of the letter is the message's, so that twice sent is once stored. */
async function say(
  ctx: Context,
  shop: ShopRecord,
  letter: Incoming,
  origin: Origin,
  row: store.LetterRow,
): Promise<void> {
  const name = createHash('sha256').update(`${letter.messageId} ${letter.fingerprint}`).digest('hex').slice(0, 40)
  try {
    const draft = { message: wordsOf(letter), clientId: `mail-${name}` }
    await postMessage(ctx, actorOf(origin), origin.ticket.id, draft)
    await store.insertLetter(ctx.db, row)
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'ticket_closed')) throw error
    // It was closed while the letter was read.
    const as = origin.found.reader.kind === 'customer' ? 'ticket' : 'note'
    await carryOut(ctx, shop, letter, origin, { as, why: 'closed' })
  }
}

function actorOf({ ticket: { shopId, customerId }, customer, agent }: Origin): Actor {
  const who = { shopId, endsAt: null }
  if (agent) {
    const { id: agentId, name, role } = agent
    return { ...who, kind: 'agent', role, agentId, credentialId: agentId, name }
  }
  const name = customer?.name ?? null
  return { ...who, kind: 'customer', role: 'user', customerId, sessionId: customerId, name, endsAt: Infinity }
}

const SYSTEM: Author = { kind: 'system', id: null, name: null }

function leaveNote(
  ctx: Context,
  shop: ShopRecord,
  letter: Incoming,
  { id }: TicketRecord,
  row: store.LetterRow,
): Promise<void> {
  return ctx.commit({ shopId: shop.id, actor: SYSTEM }, async (unit) => {
    const ticket = await lockTicket(unit.trx, { shopId: shop.id, customerId: null }, id)
    if (!ticket || !(await store.insertLetter(unit.trx, row))) return
    await postNote(unit, ticket, noteOf(shop, letter, row.reason))
  })
}

/** A stranger's letter is a stranger's, whatever address it gives; an answer to what is closed is its customer's. */
function open(
  ctx: Context,
  shop: ShopRecord,
  letter: Incoming,
  known: CustomerRecord | undefined,
  row: store.LetterRow,
): Promise<void> {
  const id = known?.id ?? newId(ctx.clock().getTime())
  const name = known ? known.name : letter.senderName
  return ctx.commit({ shopId: shop.id, actor: { kind: 'customer', id, name } }, async (unit) => {
    if (!(await store.insertLetter(unit.trx, { ...row, ticketId: null }))) return
    const nobody = { shopId: shop.id, id, standing: 'identified' as const, externalId: null, locale: null }
    if (!known) await insertCustomer(unit.trx, { ...nobody, name, email: letter.sender, createdAt: unit.at })
    const draft = { subject: subjectOf(shop, letter), description: wordsOf(letter), channel: 'mail' as const }
    const ticket = await openTicket(unit, id, draft)
    await store.nameTicket(unit.trx, row, ticket.id)
  })
}

/** Only what came back to the very address of the mail says anything of it. */
async function noteBounce(ctx: Context, letter: Incoming, mail: MailRecord | undefined): Promise<void> {
  if (!mail) return
  await ctx.db.transaction().execute(async (trx) => {
    const row = { ...rowOf(ctx, mail.shopId, letter), ticketId: mail.ticketId, reason: letter.bounce ?? '' }
    if (!(await store.insertLetter(trx, { ...row, outcome: 'bounce' }))) return
    await mails.markReturned(trx, mail, row.reason)
  })
}
