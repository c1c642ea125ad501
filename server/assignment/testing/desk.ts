import type { Assigned, Fact, Page, ShopChange, Ticket, TicketStatus } from '@comptoir/sdk/contract'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../../testing/people.ts'
import { PlainSocket } from '../../testing/sockets.ts'

export interface Person extends Caller {
  agentId: string
}

/** One house for a test file, and a shop with its people for each test. */
export class Desk {
  house!: TestHouse
  shop!: TestShop
  dora!: Caller
  ada!: Person
  ben!: Person
  mira!: Shopper
  #shops = 0
  readonly #sockets: PlainSocket[] = []

  constructor() {
    beforeAll(async () => {
      this.house = await openTestHouse()
    })
    beforeEach(async () => {
      this.shop = await this.openShop('Maison Perle')
      this.dora = new Caller(this.house, this.shop.adminToken)
      this.ada = await this.#person('Ada')
      this.ben = await this.#person('Ben')
      this.mira = await aShopper(this.house, this.shop, { name: 'Mira' })
    })
    afterEach(() => {
      for (const socket of this.#sockets.splice(0)) socket.close()
    })
    afterAll(() => this.house.close())
  }

  openShop = (name: string): Promise<TestShop> => aShop(this.house, `${name} ${this.#shops++}`)

  async #person(name: string): Promise<Person> {
    const { agentId, token } = await anAgent(this.house, this.shop, name)
    return Object.assign(new Caller(this.house, token), { agentId })
  }

  /** Connects, and waits until they are known to be present. */
  comes = async ({ token, agentId }: Person, at: { url: string } = this.house): Promise<PlainSocket> => {
    const socket = await new PlainSocket(at, { token }).connected()
    this.#sockets.push(socket)
    await until(async () => {
      const [row] = await this.query('SELECT state FROM attendances WHERE agent_id = $1', [agentId])
      expect(row?.state).toBe('present')
    })
    return socket
  }

  plan = (assignment: NonNullable<ShopChange['settings']>['assignment']) =>
    this.dora.patch('/api/shop', { settings: { assignment } })

  assign = <T = Ticket>(who: Caller, { id }: Ticket, agentId: string | null) =>
    who.post<T>(`/api/tickets/${id}/assign`, { agentId })

  factsOf = async ({ id }: Ticket): Promise<Fact[]> =>
    (await this.dora.get<Page<Fact>>(`/api/tickets/${id}/facts`)).body.items

  handsOf = async (ticket: Ticket): Promise<Assigned[]> =>
    (await this.factsOf(ticket)).flatMap((fact) => (fact.type === 'ticket.assigned' ? [fact.data] : []))

  holderOf = async ({ id }: Ticket): Promise<string | null> =>
    (await this.dora.get<Ticket>(`/api/tickets/${id}`)).body.assigneeId

  heldBy = async ({ agentId }: Person): Promise<number> =>
    (await this.dora.get<Page<Ticket>>(`/api/tickets?assignee=${agentId}&limit=200`)).body.items.length

  turn = (ticket: Ticket, status: TicketStatus) => this.dora.put(`/api/tickets/${ticket.id}/status`, { status })

  query = (sql: string, values: unknown[] = []) => this.house.database.query(sql, values)
}

/** A condition is looked at until it holds; the test's own time limit ends a hopeless one. */
export const until = (condition: () => Promise<void>): Promise<void> =>
  vi.waitFor(condition, { timeout: 25_000, interval: 50 })
