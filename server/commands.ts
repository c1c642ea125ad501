import { AGENT_ROLES, type ShopId } from '@comptoir/sdk/contract'
import { z } from 'zod'
import { joinDepartments, openFirstDepartment } from './departments/actions.ts'
import { type OpenedAgent, openAgent, openOrganization } from './identity/agents.ts'
import { emailInput, nameInput, passwordInput } from './identity/door.ts'
import type { Context } from './platform/context.ts'
import { Failure, parse } from './platform/failure.ts'
import { type OpenedShop, openShop } from './shops/actions.ts'
import { localeInput, originInput, shopNameInput } from './shops/door.ts'
import { findShop } from './shops/store.ts'

type House = Pick<Context, 'db' | 'secret' | 'clock'>

const newShop = z.strictObject({
  name: shopNameInput,
  origin: z.array(originInput).min(1),
  adminEmail: emailInput,
  adminPassword: passwordInput,
  adminName: nameInput.optional(),
  locale: localeInput,
})

/** A shop with its keys and its first admin, whole or not at all. @throws Failure `invalid`, `conflict` */
export function createShop(house: House, input: unknown): Promise<OpenedShop & { adminToken: string }> {
  const { name, origin, adminEmail, adminPassword, adminName, locale } = parse(newShop, input)
  return house.db.transaction().execute(async (trx) => {
    const at = house.clock()
    const opened = await openShop(house, trx, { name, locale, origins: origin }, at)
    await openOrganization(trx, { id: opened.shopId, name, createdAt: at })
    const admin = {
      shopId: opened.shopId,
      email: adminEmail,
      name: adminName ?? adminEmail.split('@')[0] ?? adminEmail,
      password: adminPassword,
    }
    const { agentId, token } = await openAgent(trx, { ...admin, role: 'admin' }, at)
    await openFirstDepartment(trx, opened.shopId, at)
    await joinDepartments(trx, { shopId: opened.shopId, agentId, role: 'admin' })
    return { ...opened, adminToken: token }
  })
}

const newAgent = z.strictObject({
  shop: z.uuid('Expected the id of a shop.'),
  email: emailInput,
  name: nameInput,
  role: z.enum(AGENT_ROLES),
  password: passwordInput,
  /** By name or id; the first one when left out. */
  department: z.array(shopNameInput).min(1).optional(),
})

/** @throws Failure `invalid`, `conflict`, `not_found` */
export function createAgent(house: House, input: unknown): Promise<OpenedAgent> {
  const { shop: shopId, department, ...agent } = parse(newAgent, input)
  return house.db.transaction().execute(async (trx) => {
    await checkShop(trx, shopId)
    const opened = await openAgent(trx, { ...agent, shopId }, house.clock())
    await joinDepartments(trx, { shopId, agentId: opened.agentId, role: agent.role }, department)
    return opened
  })
}

async function checkShop(trx: Parameters<typeof findShop>[0], shopId: ShopId): Promise<void> {
  if (!(await findShop(trx, shopId))) throw new Failure('not_found', `There is no shop ${shopId}.`)
}
