import type pg from 'pg'
import type { Config } from '../../config.ts'
import type { Log } from '../log.ts'
import { type Bus, noBus } from './bus.ts'
import { postgresBus } from './postgres.ts'
import { redisBus } from './redis.ts'

export type { Bus } from './bus.ts'

/** Redis where there is one, else the PostgreSQL that the nodes share. The embedded one is for one node, which needs no bus. */
export function openBus(config: Config, { pool, secret }: { pool: pg.Pool; secret: string }, log: Log): Bus {
  if (config.redisUrl !== null) return redisBus(config.redisUrl, secret, log)
  if (config.databaseUrl !== null) return postgresBus(config.databaseUrl, pool, log)
  return noBus(log)
}
