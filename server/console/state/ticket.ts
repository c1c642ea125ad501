import type { AgentClient, Failure, Thread } from '@comptoir/sdk'
import type { Customer, MessageFile, Ticket, TicketRow, TicketStatus } from '@comptoir/sdk/contract'
import { onChange } from './changes.ts'
import { asFailure } from './failures.ts'
import { createStore, type Source } from './source.ts'

/** A row of the list knows the first four; the rest comes with the ticket itself. */
export type KnownCustomer = Pick<Customer, 'id' | 'name' | 'email' | 'standing'> & Partial<Customer>

export interface TicketState {
  ticket: Ticket | null
  customer: KnownCustomer | null
  /** `null` while only the ticket's number is known. */
  thread: Thread | null
  failure: Failure | null
}

export interface OpenTicket extends Source<TicketState> {
  /** Answers why it was refused, or `null`. */
  setStatus(status: TicketStatus): Promise<Failure | null>
  /** Answers, and resolves once the answer is stored: a ticket whose answer was refused is not resolved. */
  answerAndResolve(text: string, files?: readonly MessageFile[]): Promise<Failure | null>
  reload(): void
  close(): void
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** One ticket on the screen. `asked` is its id or number; `row` is what the list knows of it already. */
export function openTicket(client: AgentClient, asked: string, row: TicketRow | undefined): OpenTicket {
  const thread = UUID.test(asked) ? client.thread(asked) : null
  const state = createStore<TicketState>({
    ticket: row ?? null,
    customer: row?.customer ?? null,
    thread,
    failure: null,
  })
  const asking = new AbortController()
  let busy: Promise<unknown> = Promise.resolve()

  const take = (ticket: Ticket) =>
    state.turn((now) =>
      now.ticket && now.ticket.updatedAt > ticket.updatedAt ? now : { ...now, ticket, failure: null },
    )

  async function load(): Promise<void> {
    try {
      const { customer, messages: _, ...ticket } = await client.tickets.get(asked, { signal: asking.signal })
      take(ticket)
      state.turn((now) => ({ ...now, customer, failure: null }))
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'aborted') state.turn((now) => ({ ...now, failure }))
    }
  }

  async function setStatus(status: TicketStatus): Promise<Failure | null> {
    const { ticket } = state.get()
    if (!ticket || ticket.status === status) return null
    try {
      take(await client.tickets.setStatus(ticket.id, { status }))
      return null
    } catch (error) {
      return asFailure(error)
    }
  }

  async function answerAndResolve(text: string, files?: readonly MessageFile[]): Promise<Failure | null> {
    if (!thread) return null
    const done = whenSent(thread, thread.send(text, 'agent_message', files)).then((sent) =>
      sent ? setStatus('resolved') : null,
    )
    busy = done
    return done
  }

  const stops = [
    onChange((ticket) => {
      if (ticket.id === state.get().ticket?.id) take(ticket)
    }),
    client.on('row', ({ customer: _, lastMessage: __, ...ticket }) => {
      if (ticket.id === state.get().ticket?.id) take(ticket)
    }),
    thread?.subscribe(() => {
      const { ticket } = thread.get()
      if (ticket) take(ticket)
    }),
  ]
  void load()
  return {
    ...state,
    setStatus,
    answerAndResolve,
    reload: () => void load(),
    close() {
      asking.abort()
      for (const stop of stops) stop?.()
      void busy.finally(() => thread?.close())
    },
  }
}

/** Whether a message was stored in the end: a refused or withdrawn one was not. */
export function whenSent(thread: Pick<Thread, 'get' | 'subscribe'>, clientId: string): Promise<boolean> {
  return new Promise((resolve) => {
    let stop: () => void = () => {}
    const look = () => {
      const state = thread.get().messages.find((message) => message.clientId === clientId)?.state
      if (state === 'pending') return
      stop()
      resolve(state !== undefined && state !== 'failed')
    }
    stop = thread.subscribe(look)
  })
}
