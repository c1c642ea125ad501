import type { ShopperClient } from '@comptoir/sdk'
import type { Bridge } from '../../loader/bridge.ts'
import type { Actions, Model } from './model.ts'
import { placeMessage, placeTicket } from './tickets.ts'

/** What comes from the server, and from the page around us. */
export function listen(
  model: Model,
  client: ShopperClient,
  bridge: Bridge,
  actions: Actions,
  update: () => void,
): void {
  const { emit, frame, signal } = bridge
  const again = () => {
    if (model.trouble) actions.load()
  }
  client.on('state', (state) => {
    if (state === 'online') again()
    // What came in the meantime was told to nobody here.
    if (state === 'online' && model.connection === 'offline' && model.rows.length > 0) actions.refresh()
    update()
  })
  client.on('message', (message) => {
    const { author, ticketId } = message
    if (author.kind === 'agent') emit('message:received', { message })
    if (author.kind !== 'customer' && !model.rows.some(({ id }) => id === ticketId)) actions.refresh()
    model.rows = placeMessage(model.rows, message)
    update()
  })
  client.on('ticket', (ticket) => {
    model.rows = placeTicket(model.rows, ticket)
    update()
  })
  client.on('read', ({ kind, ticketId, seq }) => {
    const row = model.rows.find(({ id }) => id === ticketId)
    if (kind === 'customer' && row) model.rows = placeTicket(model.rows, { ...row, readSeq: seq })
    update()
  })
  addEventListener('online', again, { signal })
  document.addEventListener('visibilitychange', update, { signal })
  frame.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape' && !event.isComposing) actions.close()
    },
    { signal },
  )
  // The page's own shortcuts do not know that the shopper is writing: to them, the event comes from the host.
  for (const type of ['keydown', 'keyup', 'keypress']) {
    frame.addEventListener(type, (event) => event.stopPropagation(), { signal })
  }
}
