import { type MailLogEntry, type Page, type Problem, TICKET_STATUSES, type TicketStats } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'
import { PlainSocket } from '../testing/sockets.ts'

const TOKEN = 'only the operator knows this'.replaceAll(' ', '-')

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ config: { metricsToken: TOKEN } })
})
afterAll(() => house.close())

const scrape = (token = TOKEN) => fetch(`${house.url}/metrics`, { headers: { Authorization: `Bearer ${token}` } })

/** A series by its name and labels, as the text has it. */
async function read(series: string): Promise<number> {
  const line = (await (await scrape()).text()).split('\n').find((one) => one.startsWith(`${series} `))
  if (!line) throw new Error(`no ${series}`)
  return Number(line.slice(series.length + 1))
}

describe('the metrics', () => {
  test('count tickets of all shops, sockets, jobs, mails and requests', async () => {
    const [perle, nord] = [await aShop(house), await aShop(house, 'Atelier Nord')]
    const [mira, tom] = [await aShopper(house, perle), await aShopper(house, nord)]
    const ada = new Caller(house, (await anAgent(house, perle)).token)
    const ticket = await mira.openTicket()
    await tom.openTicket()
    await ada.say(ticket, 'We send a new one.')
    const socket = await new PlainSocket(house, { token: mira.token }).connected()
    expect(await read('comptoir_tickets{status="open"}')).toBe(1)
    expect(await read('comptoir_tickets{status="in_progress"}')).toBe(1)
    expect(await read('comptoir_tickets_last_24h')).toBe(2)
    expect(await read('comptoir_first_response_seconds{statistic="median"}')).toBeGreaterThanOrEqual(0)
    expect(await read('comptoir_satisfaction_score{statistic="mean"}')).toBeNaN()
    expect(await read('comptoir_sockets')).toBe(1)
    expect(await read('comptoir_database_up')).toBe(1)
    expect(await read('comptoir_jobs{state="failed"}')).toBe(0)
    expect(await read('comptoir_job_oldest_due_seconds')).toBeGreaterThanOrEqual(0)
    expect(await read('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
    socket.close()
  })

  test('are true to the statistics and to the mail log', async () => {
    const other = await openTestHouse({ config: { metricsToken: TOKEN } })
    const text = async () =>
      (await fetch(`${other.url}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } })).text()
    const figure = async (series: string) =>
      Number(
        (await text())
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.slice(series.length + 1),
      )
    const shop = await aShop(other)
    const dora = new Caller(other, shop.adminToken)
    const mira = await aShopper(other, shop, { email: 'mira@example.com' })
    const [first, second] = [await mira.openTicket(), await mira.openTicket()]
    await dora.say(first, 'We send a new one.')
    await dora.put(`/api/tickets/${first.id}/status`, { status: 'resolved' })
    await mira.post(`/api/tickets/${first.id}/rating`, { score: 4 })
    await dora.post(`/api/tickets/${second.id}/escalate`, { reason: 'She waits.' })
    await vi.waitFor(async () => expect(await figure('comptoir_mails{state="kept"}')).toBeGreaterThan(0), 20_000)
    const { body } = await dora.get<TicketStats>('/api/tickets/stats?period=7d')
    const { firstResponse, resolution, satisfaction, byStatus, total, escalated, last24h } = body
    const sum = await Promise.all(TICKET_STATUSES.map((status) => figure(`comptoir_tickets{status="${status}"}`)))
    expect(sum).toEqual(TICKET_STATUSES.map((status) => byStatus[status]))
    expect(sum.reduce((a, b) => a + b)).toBe(total)
    expect(await figure('comptoir_tickets_escalated')).toBe(escalated)
    expect(await figure('comptoir_tickets_last_24h')).toBe(last24h)
    expect(await figure('comptoir_satisfaction_score{statistic="mean"}')).toBe(satisfaction.mean)
    expect(await figure('comptoir_resolution_ratio')).toBeCloseTo(resolution.rate ?? -1)
    expect(await figure('comptoir_first_response_seconds{statistic="median"}')).toBeCloseTo(firstResponse.median ?? -1)
    const log = (await dora.get<Page<MailLogEntry>>('/api/mail-log?limit=200')).body.items
    for (const state of ['kept', 'withheld'])
      expect(await figure(`comptoir_mails{state="${state}"}`)).toBe(log.filter((mail) => mail.state === state).length)
    await other.close()
  })

  test('name a request by its route, whatever the ids in its address', async () => {
    const ada = new Caller(house, (await anAgent(house, await aShop(house))).token)
    for (const path of ['/api/tickets/17', '/api/tickets/18', '/nothing-is-here']) await ada.get(path)
    const text = await (await scrape()).text()
    expect(text).not.toMatch(/api\/tickets\/1[78]|nothing-is-here/)
    expect(text).toContain('comptoir_http_request_seconds_count{method="GET",route="/api/tickets/:id",status="404"} 2')
    expect(text).toContain('comptoir_http_request_seconds_count{method="GET",route="/*",status="404"} 1')
  })

  test.each(['', 'another', 'sk_something'])('are not for who comes with the token "%s"', async (token) => {
    const answer = token ? await scrape(token) : await fetch(`${house.url}/metrics`)
    expect(answer.status).toBe(401)
    expect(((await answer.json()) as Problem).code).toBe('unauthorized')
  })

  test('are not offered where no token is set', async () => {
    const other = await openTestHouse()
    expect((await fetch(`${other.url}/metrics`)).status).toBe(404)
    await other.close()
  })
})
