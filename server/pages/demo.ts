import { joinDepartments, openFirstDepartment } from '../departments/actions.ts'
import { openAgent, openOrganization } from '../identity/agents.ts'
import type { Context } from '../platform/context.ts'
import type { Connection, Db } from '../platform/db.ts'
import { readInstalled, writeInstalled } from '../platform/installation.ts'
import { newSecret } from '../platform/seal.ts'
import { openShop } from '../shops/actions.ts'
import { countShops } from '../shops/store.ts'
import { seedArticles } from './demo-articles.ts'

/** How to sign in to the demo shop. The password is made for this installation alone. */
export interface Demo {
  shopId: string
  publicKey: string
  password: string
  agents: { name: string; email: string; role: 'admin' | 'support_agent' }[]
}

const AGENTS: Demo['agents'] = [
  { name: 'Dora Perle', email: 'dora@maison-perle.example', role: 'admin' },
  { name: 'Ada Martin', email: 'ada@maison-perle.example', role: 'support_agent' },
  { name: 'Ben Okoro', email: 'ben@maison-perle.example', role: 'support_agent' },
]

/** Makes the demo shop in a house that has no shop yet. Answers how to sign in, or `null` where there is no demo. */
export function seedDemo(house: Pick<Context, 'secret' | 'clock'> & { db: Db }): Promise<Demo | null> {
  return house.db.transaction().execute(async (trx) => {
    const known = await findDemo(trx)
    if (known || (await countShops(trx)) > 0) return known
    const at = house.clock()
    const opened = await openShop(house, trx, { name: 'Maison Perle', locale: 'en', origins: [] }, at)
    await openOrganization(trx, { id: opened.shopId, name: 'Maison Perle', createdAt: at })
    const password = newSecret('demo').slice(0, 17)
    await openFirstDepartment(trx, opened.shopId, at)
    for (const agent of AGENTS) {
      const { agentId } = await openAgent(trx, { ...agent, shopId: opened.shopId, password }, at)
      await joinDepartments(trx, { shopId: opened.shopId, agentId, role: agent.role })
    }
    await seedArticles(trx, opened.shopId, at)
    const demo: Demo = { shopId: opened.shopId, publicKey: opened.publicKey, password, agents: AGENTS }
    await writeInstalled(trx, 'demo', JSON.stringify(demo))
    return demo
  })
}

export async function findDemo(db: Connection): Promise<Demo | null> {
  const text = await readInstalled(db, 'demo')
  return text === null ? null : JSON.parse(text)
}

export const findDemoKey = async (db: Connection): Promise<string | null> => (await findDemo(db))?.publicKey ?? null
