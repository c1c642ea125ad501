import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAgent, createShop } from '../commands.ts'
import { type Config, readConfig } from '../config.ts'
import { type Running, start } from '../main.ts'
import type { Demo } from '../pages/demo.ts'
import type { Bus } from '../platform/bus/index.ts'
import type { Context } from '../platform/context.ts'
import { openLog } from '../platform/log.ts'
import { newDatabase, type TestDatabase } from './database.ts'

export interface TestHouse {
  url: string
  context: Context
  bus: Bus
  /** Where mail comes in, where `config.mailIn` asks for it. */
  readonly mailInPort: number
  /** How to sign in to the demo shop, where `config.demo` asks for it. */
  demo: Demo | null
  database: TestDatabase
  /** Stops the server and starts it anew on the same database and port, as after a deploy. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface HouseOptions {
  clock?: () => Date
  config?: Partial<Config>
  /** Another house that is open: this one is a second node on its database. Close it first. */
  beside?: Pick<TestHouse, 'database'>
}

/** A whole server on a port of its own, over a database of its own. */
export async function openTestHouse(options: HouseOptions = {}): Promise<TestHouse> {
  const database = options.beside?.database ?? (await newDatabase())
  const env = { DATABASE_URL: database.url, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', DEMO: 'false' }
  // Of the same name for the nodes of one database, which share their files.
  const dataDir = join(tmpdir(), new URL(database.url).pathname.slice(1))
  const config = { ...readConfig(env, process.cwd()), drain: 0, dataDir, ...options.config }
  const log = openLog(config)
  const open = (port: number) => start({ ...config, port }, log, options.clock ? { clock: options.clock } : {})
  let running: Running = await open(0)
  const { port } = running
  return {
    url: `http://127.0.0.1:${port}`,
    get context() {
      return running.context
    },
    get bus() {
      return running.bus
    },
    get mailInPort() {
      return running.mailInPort ?? 0
    },
    get demo() {
      return running.demo
    },
    database,
    async restart() {
      await running.stop()
      running = await open(port)
    },
    async close() {
      await running.stop()
      if (options.beside) return
      await rm(dataDir, { recursive: true, force: true })
      await database.drop()
    },
  }
}

export interface TestShop {
  shopId: string
  publicKey: string
  secretKey: string
  identitySecret: string
  /** Dora, the admin. */
  adminToken: string
}

export const PASSWORD = 'correct horse battery'

/** "Maison Perle" and "Atelier Nord" are the two shops; whoever tests alone takes the first. */
export function aShop(house: TestHouse, name = 'Maison Perle'): Promise<TestShop> {
  const domain = name.toLowerCase().replaceAll(' ', '-')
  return createShop(house.context, {
    name,
    origin: [`https://${domain}.example`],
    adminEmail: `dora@${domain}.example`,
    adminName: 'Dora',
    adminPassword: PASSWORD,
    locale: 'en',
  })
}

/** Ada or Ben, who answer. */
export function anAgent(house: TestHouse, shop: TestShop, name = 'Ada'): Promise<{ agentId: string; token: string }> {
  const email = `${name.toLowerCase()}.${shop.shopId}@agents.example`
  return createAgent(house.context, { shop: shop.shopId, email, name, role: 'support_agent', password: PASSWORD })
}
