import type { Message, NewTicket, Ticket, VisitorSession } from '@comptoir/sdk/contract'
import { checkAnswer } from './contract.ts'
import { PASSWORD, type TestHouse, type TestShop } from './house.ts'

export interface Answered<T> {
  status: number
  headers: Headers
  body: T
}

/** Somebody who speaks HTTP by hand, as a developer with curl would. */
export class Caller {
  readonly url: string
  readonly token: string

  constructor(house: Pick<TestHouse, 'url'>, token: string) {
    this.url = house.url
    this.token = token
  }

  get = <T = never>(path: string, headers?: Record<string, string>) => this.call<T>('GET', path, undefined, headers)
  post = <T = never>(path: string, body: unknown, headers?: Record<string, string>) =>
    this.call<T>('POST', path, body, headers)
  put = <T = never>(path: string, body: unknown) => this.call<T>('PUT', path, body)
  patch = <T = never>(path: string, body: unknown) => this.call<T>('PATCH', path, body)
  delete = <T = never>(path: string) => this.call<T>('DELETE', path)

  async call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token && { Authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answered = { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
    await checkAnswer(this.url, method, path, answered.status, answered.body)
    return answered
  }

  async openTicket(ticket: Partial<NewTicket> = {}): Promise<Ticket> {
    const { body } = await this.post<Ticket>('/api/tickets', {
      subject: 'The teapot is cracked',
      description: 'It leaks.',
      ...ticket,
    })
    return body
  }

  async say(ticket: Pick<Ticket, 'id'>, message: string, more: object = {}): Promise<Message> {
    const { body } = await this.post<Message>(`/api/tickets/${ticket.id}/messages`, { message, ...more })
    return body
  }
}

export class Shopper extends Caller {
  readonly session: VisitorSession

  constructor(house: Pick<TestHouse, 'url'>, session: VisitorSession) {
    super(house, session.token)
    this.session = session
  }
}

/** Mira or Tom, who ask. Without more, nothing is known of them. */
export async function aShopper(
  house: Pick<TestHouse, 'url'>,
  shop: Pick<TestShop, 'publicKey'>,
  who: object = {},
): Promise<Shopper> {
  const opened = await new Caller(house, '').post<VisitorSession>('/api/visitors', who, {
    'X-Shop-Key': shop.publicKey,
  })
  if (opened.status !== 201) throw new Error(`no session: ${JSON.stringify(opened.body)}`)
  return new Shopper(house, opened.body)
}

let addresses = 0

/** An address of one's own, in a house that trusts one proxy: sign-ins are limited by address. */
export function anAddress(): Record<string, string> {
  addresses += 1
  return { 'X-Forwarded-For': `10.1.${addresses >> 8}.${addresses & 255}` }
}

/** An agent in their browser: the cookie does the talking, and only beside the console's own origin. */
export async function signIn(house: Pick<TestHouse, 'url'>, email: string, password = PASSWORD): Promise<string> {
  const nobody = new Caller(house, '')
  const { status, headers } = await nobody.post(
    '/api/auth/sign-in/email',
    { email, password },
    { Origin: house.url, ...anAddress() },
  )
  if (status !== 200) throw new Error(`${email} was not let in: ${status}`)
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
