import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@comptoir/sdk/contract'
import pg from 'pg'
import { createShop } from '../../commands.ts'
import { readConfig } from '../../config.ts'
import { openDatabase } from '../../database.ts'
import { insertMember, insertUser } from '../../identity/store.ts'
import type { Db } from '../../platform/db.ts'
import { startEmbeddedDatabase } from '../../platform/embedded-db/index.ts'
import { openLog } from '../../platform/log.ts'
import { newSecret } from '../../platform/seal.ts'
import { insertKey } from '../../shops/store.ts'
import type { Seen } from './ledger.ts'
import { type Node, newNode } from './node.ts'
import { openProxy, type Proxy } from './proxy.ts'

/** Where a case happens: PostgreSQL and two servers as processes of their own, and networks between all of them that can break. */
export interface Place {
  /** Where clients knock: the proxy before the servers. */
  url: string
  shops: { publicKey: string; agentTokens: string[] }[]
  nodes: readonly [Node, Node]
  /** Between clients and servers, and between servers and PostgreSQL. */
  net: Proxy
  databaseNet: Proxy
  /** Ends PostgreSQL by a signal; it is brought back by itself. */
  endDatabase(signal: 'SIGINT' | 'SIGKILL'): void
  /** Straight to PostgreSQL, past the proxy. */
  query<R extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<R[]>
  messagesOf(ticketIds: string[]): Promise<Map<string, Seen[]>>
  close(): Promise<void>
}

/** How many shops, and agents in each: nobody writes faster than one person may. */
export interface Staff {
  shops: number
  agents: number
}

export async function openPlace(staff: Staff): Promise<Place> {
  const home = mkdtempSync(join(tmpdir(), 'comptoir-faults-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(home, 0o755)
  const database = await startEmbeddedDatabase({ dataDir: home })
  const shops = await fill(database.url, staff)
  const databaseNet = await openProxy([Number(new URL(database.url).port)])
  const behind = new URL(database.url)
  behind.port = String(databaseNet.port)
  const env = { DATABASE_URL: behind.href }
  const nodes = [await newNode(home, env), await newNode(home, env)] as const
  const net = await openProxy([nodes[0].port])
  await nodes[0].start()
  const query = <R extends pg.QueryResultRow>(sql: string, values: unknown[] = []) => ask<R>(database.url, sql, values)
  return {
    url: `http://127.0.0.1:${net.port}`,
    ...{ shops, nodes, net, databaseNet, query },
    endDatabase: (signal) => void process.kill(postmasterIn(home), signal),
    async messagesOf(ticketIds) {
      const rows = await query<Seen & { ticketId: string }>(
        `SELECT ticket_id AS "ticketId", seq, client_id AS "clientId", author_kind AS author
         FROM ticket_messages WHERE ticket_id = ANY($1) ORDER BY ticket_id, seq`,
        [ticketIds],
      )
      return new Map(ticketIds.map((id) => [id, rows.filter(({ ticketId }) => ticketId === id)]))
    },
    async close() {
      for (const node of nodes) await node.kill('SIGKILL')
      await net.close()
      await databaseNet.close()
      await database.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function fill(url: string, { shops: count, agents }: Staff): Promise<Place['shops']> {
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' }, process.cwd())
  const { db, secret, close } = await openDatabase(config, openLog({ ...config, logDir: '' }))
  const shops: Place['shops'] = []
  for (let number = 0; number < count; number++) {
    const { shopId, publicKey } = await createShop(
      { db, secret, clock: () => new Date() },
      {
        ...{ name: `Shop ${number}`, origin: [`https://shop-${number}.example`], locale: 'en', adminName: 'Dora' },
        ...{ adminEmail: `dora.${newId()}@shop-${number}.example`, adminPassword: 'correct horse battery' },
      },
    )
    const agentTokens: string[] = []
    while (agentTokens.length < agents) agentTokens.push(await hire(db, shopId))
    shops.push({ publicKey, agentTokens })
  }
  await close()
  return shops
}

/** An agent without a password, which nobody needs here: to make one takes a tenth of a second. */
function hire(db: Db, shopId: string): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const at = new Date()
    const id = newId()
    await insertUser(trx, { id, email: `${id}@agents.example`, name: 'Ada', passwordHash: '-', at })
    await insertMember(trx, { id: newId(), organizationId: shopId, userId: id, role: 'support_agent', createdAt: at })
    const token = newSecret('at')
    await insertKey(trx, { shopId, id: newId(), kind: 'agent', name: 'Ada', key: token, agentId: id, createdAt: at })
    return token
  })
}

const postmasterIn = (home: string): number =>
  Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

async function ask<R extends pg.QueryResultRow>(url: string, sql: string, values: unknown[]): Promise<R[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<R>(sql, values)).rows
  } finally {
    await client.end()
  }
}
