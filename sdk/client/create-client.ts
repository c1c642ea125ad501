import { Failure } from './failure.ts'
import type { ClientOptions, ShopperClient } from './types.ts'

export function createClient(options: ClientOptions): ShopperClient {
  throw new Failure('unavailable', `There is no way to ${options.url} yet.`)
}
