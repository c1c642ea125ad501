import { type RawBuilder, sql } from 'kysely'
import type { Connection, Trx } from '../../platform/db.ts'
import type { TicketRecord } from '../../schema.ts'
import type { Scope } from '../store.ts'
import { blockOf, shopMark, type Term } from './words.ts'

type Dictionary = 'french_stem' | 'english_stem' | 'simple'
type Found = Pick<TicketRecord, 'shopId' | 'id' | 'number'>

interface Words {
  ticket: Found
  words: string[]
  notes: string[]
}

/** With what every lexeme of a ticket begins. */
const recordOf = ({ ticket: { shopId, id, number }, words, notes }: Words) => ({
  ...{ id, number, mark: `${shopMark(shopId)}.${blockOf(number)}.`, words, notes },
})

/** Every word as it is and by its stem, each under its shop and block. */
const lexemes = (column: 'words' | 'notes', dictionary: Dictionary): RawBuilder<string> => sql`array_to_tsvector(ARRAY(
  SELECT DISTINCT added.mark || lexeme FROM json_array_elements_text(added.${sql.ref(column)}) AS word,
    unnest(ts_lexize(${sql.lit(dictionary)}, word) || word) AS lexeme
  WHERE lexeme <> ''))`

const recordset = (all: Words[]) =>
  sql`json_to_recordset(${JSON.stringify(all.map(recordOf))}::json) AS added (id uuid, number integer, mark text, words json, notes json)`

export async function putWords(trx: Trx, shopId: string, all: Words[], dictionary: Dictionary): Promise<void> {
  await sql`INSERT INTO ticket_search (shop_id, ticket_id, number, words, notes)
    SELECT ${shopId}::uuid, added.id, added.number, ${lexemes('words', dictionary)}, ${lexemes('notes', 'simple')}
    FROM ${recordset(all)}
    ON CONFLICT (shop_id, ticket_id) DO UPDATE SET words = excluded.words, notes = excluded.notes`.execute(trx)
}

/** Words of what was said, and of what agents have noted, join those that these tickets are found by. */
export async function addWords(trx: Trx, shopId: string, all: Words[], dictionary: Dictionary): Promise<void> {
  await sql`UPDATE ticket_search AS found SET words = found.words || ${lexemes('words', dictionary)},
      notes = found.notes || ${lexemes('notes', dictionary)}
    FROM ${recordset(all)} WHERE found.shop_id = ${shopId} AND found.ticket_id = added.id`.execute(trx)
}

/** What was said in a ticket, and what agents have noted among themselves. */
export async function readTexts(db: Connection, ticket: Found): Promise<{ said: string[]; noted: string[] }> {
  const rows = await db
    .selectFrom('ticketMessages')
    .select(['message', 'publicSeq'])
    .where('shopId', '=', ticket.shopId)
    .where('ticketId', '=', ticket.id)
    .execute()
  const texts = (isPublic: boolean) =>
    rows.filter(({ publicSeq }) => (publicSeq !== null) === isPublic).map(({ message }) => message)
  return { said: texts(true), noted: texts(false) }
}

/** Ids of a shop's or a customer's tickets, in order. */
export async function listIds(
  db: Connection,
  { shopId, customerId }: Scope,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('shopId', '=', shopId)
    .$if(customerId !== null, (query) => query.where('customerId', '=', customerId ?? ''))
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Where the block's number goes in a query that is made once for all blocks. */
const ANY_BLOCK = '~'

/** A tsquery that asks for all of the terms, each by its letters or its stem. */
export async function writeQuery(
  db: Connection,
  shopId: string,
  terms: Term[],
  dictionary: Dictionary,
): Promise<string> {
  const words = terms.map(({ word }) => word)
  const { rows } = await sql<{ stems: string[] | null }>`
    SELECT ts_lexize(${sql.lit(dictionary)}, word) AS stems FROM unnest(${words}::text[]) WITH ORDINALITY AS w (word, place)
    ORDER BY place`.execute(db)
  const lexeme = (word: string) => `'${shopMark(shopId)}.${ANY_BLOCK}.${word}'`
  const asked = terms.map(({ word, goesOn }, place) => {
    const stems = (rows[place]?.stems ?? []).filter((stem) => stem !== word)
    return `(${[lexeme(word) + (goesOn ? ':*' : ''), ...stems.map(lexeme)].join(' | ')})`
  })
  return asked.join(' & ')
}

export const inBlock = (query: string, block: number): string => query.replaceAll(ANY_BLOCK, String(block))

/** For a list that is short by itself: the query of each row's own block. */
export const matchesRow = (query: string, isAgent: boolean): RawBuilder<boolean> => {
  const vector = isAgent ? sql`(found.words || found.notes)` : sql`found.words`
  return sql<boolean>`EXISTS (SELECT FROM ticket_search found WHERE found.shop_id = tickets.shop_id AND found.ticket_id = tickets.id
    AND ${vector} @@ replace(${query}, ${ANY_BLOCK}, (tickets.number >> 13)::text)::tsquery)`
}

export async function newestNumber(db: Connection, shopId: string): Promise<number> {
  const counter = await db
    .selectFrom('shopCounters')
    .select('lastTicket')
    .where('shopId', '=', shopId)
    .executeTakeFirst()
  return counter?.lastTicket ?? 0
}

export interface Match {
  id: string
  number: number
}

/** Tickets of some blocks that hold the query and pass the conditions, the highest numbers first. */
export async function findMatches(
  db: Connection,
  shopId: string,
  query: string,
  { below, conditions, limit }: { below: number; conditions: RawBuilder<boolean>; limit: number },
): Promise<Match[]> {
  // The inner list is sorted, and each of its rows is looked up by its key: so it ends when the page is full.
  const { rows } = await sql<Match>`
    SELECT found.ticket_id AS id, found.number
    FROM (SELECT ticket_id, number FROM ticket_search WHERE shop_id = ${shopId} AND number < ${below}
      AND (words || notes) @@ ${query}::tsquery ORDER BY number DESC OFFSET 0) AS found
    CROSS JOIN LATERAL (SELECT FROM tickets WHERE tickets.shop_id = ${shopId} AND tickets.id = found.ticket_id
      AND ${conditions} OFFSET 0) AS passing
    ORDER BY found.number DESC LIMIT ${limit}`.execute(db)
  return rows
}

/** Those of these tickets that hold the query, the highest numbers first. */
export async function findAmong(
  db: Connection,
  shopId: string,
  { query, below, among, limit }: { query: string; below: number; among: string[]; limit: number },
): Promise<Match[]> {
  const { rows } = await sql<Match>`SELECT ticket_id AS id, number FROM ticket_search
    WHERE shop_id = ${shopId} AND ticket_id = ANY (${among}::uuid[]) AND number < ${below}
      AND (words || notes) @@ replace(${query}, ${ANY_BLOCK}, (number >> 13)::text)::tsquery
    ORDER BY number DESC LIMIT ${limit}`.execute(db)
  return rows
}
