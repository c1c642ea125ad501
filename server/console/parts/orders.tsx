import type { Order, Ticket } from '@comptoir/sdk/contract'
import { useReader } from '../state/language.ts'
import { useOrders } from '../state/orders.ts'
import { shortDate } from '../state/times.ts'
import { Ago } from './ago.tsx'
import { Icon } from './icon.tsx'

/** What a verified customer has ordered, as the shop itself says: the order that the ticket is about first. */
export function Orders({ ticket }: { ticket: Ticket }) {
  const { say } = useReader()
  const known = useOrders(ticket.customerId)
  if (!known || known.state === 'off') return null
  const { state, orders, at } = known
  const sorted = [...orders].sort((one, other) => Number(isMeant(other, ticket)) - Number(isMeant(one, ticket)))
  return (
    <section class="details-block" aria-busy={state === 'loading'}>
      <h3 class="orders-head">
        {say('orders.title')}
        <span class="standing is-verified" title={say('orders.verified')}>
          <Icon name="verified" />
          <span class="unseen">{say('orders.verified')}</span>
        </span>
      </h3>
      {state === 'loading' && <p class="details-none">{say('orders.loading')}</p>}
      {state === 'ready' && orders.length === 0 && <p class="details-none">{say('orders.none')}</p>}
      {state === 'unavailable' && (
        <p class="details-none" role="status">
          {say(at ? 'orders.old' : 'orders.unavailable')} {at && <Ago at={at} />}
        </p>
      )}
      <ul class="orders">
        {sorted.map((order) => (
          <OrderRow key={order.id} order={order} meant={isMeant(order, ticket)} />
        ))}
      </ul>
    </section>
  )
}

const isMeant = (order: Order, { orderId }: Ticket): boolean => orderId !== null && order.id === orderId

function OrderRow({ order: { id, status, placedAt, total, items, url }, meant }: { order: Order; meant: boolean }) {
  const { say, locale } = useReader()
  return (
    <li class={`order ${meant ? 'is-meant' : ''}`}>
      <p class="order-line">
        <strong dir="auto">
          {url ? (
            <a href={url} target="_blank" rel="noreferrer">
              {id}
            </a>
          ) : (
            id
          )}
        </strong>
        <span dir="auto">{status}</span>
      </p>
      {meant && <span class="unseen">{say('orders.meant')}</span>}
      <p class="order-line is-soft">
        <time dateTime={placedAt}>{shortDate(placedAt, locale)}</time>
        {total && <span>{moneyOf(total, locale)}</span>}
      </p>
      {items.length > 0 && (
        <p class="order-items" dir="auto">
          {items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ')}
        </p>
      )}
    </li>
  )
}

const moneyOf = ({ amount, currency }: { amount: string; currency: string }, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount))
