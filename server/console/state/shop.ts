import type { Failure } from '@comptoir/sdk'
import type { Shop, ShopChange } from '@comptoir/sdk/contract'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { asFailure } from './failures.ts'

export interface ShopState {
  shop: Shop | null
  failure: Failure | null
  reload(): void
  /** Answers why it was refused, or `null`. */
  change(change: ShopChange): Promise<Failure | null>
}

export function useShop(): ShopState {
  const { client } = useConsole()
  const [shop, setShop] = useState<Shop | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const attempt = useCallback(async (call: () => Promise<Shop>): Promise<Failure | null> => {
    try {
      setShop(await call())
      return null
    } catch (error) {
      return asFailure(error)
    }
  }, [])
  const reload = useCallback(() => {
    setFailure(null)
    void attempt(() => client.shop.get()).then(setFailure)
  }, [client, attempt])
  useEffect(reload, [reload])
  return { shop, failure, reload, change: (change) => attempt(() => client.shop.change(change)) }
}
