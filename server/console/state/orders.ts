import type { CustomerOrders } from '@comptoir/sdk/contract'
import { useEffect, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { asFailure } from './failures.ts'

/** While the shop is being asked, what it has said is looked after in this rhythm, and no longer than it may take. */
const AGAIN = 700
const TRIES = 12

/** A customer's orders; `null` until the first answer. Where nothing can be had, the shop is as good as silent. */
export function useOrders(customerId: string): CustomerOrders | null {
  const { client } = useConsole()
  const [orders, setOrders] = useState<CustomerOrders | null>(null)
  useEffect(() => {
    const asking = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (tries: number) => {
      try {
        const now = await client.call('GET /api/customers/:id/orders', { id: customerId }, { signal: asking.signal })
        const isLate = now.state === 'loading' && tries <= 1
        setOrders(isLate ? { ...now, state: 'unavailable' } : now)
        if (now.state === 'loading' && !isLate) timer = setTimeout(() => void ask(tries - 1), AGAIN)
      } catch (error) {
        if (asFailure(error).code !== 'aborted') setOrders({ state: 'unavailable', orders: [], at: null })
      }
    }
    setOrders(null)
    void ask(TRIES)
    return () => {
      asking.abort()
      clearTimeout(timer)
    }
  }, [client, customerId])
  return orders
}
