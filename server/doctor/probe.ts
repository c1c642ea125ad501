import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '@comptoir/sdk/contract'
import { createShop } from '../commands.ts'
import type { OpenDatabase } from '../database.ts'
import { eraseShop } from '../shops/store.ts'
import { dropJobs, listOldShops } from './store.ts'

/** No shop of a merchant has this origin: names that end so are nobody's (RFC 2606). */
const ORIGIN = 'https://doctor.invalid'

/** A shop to try the installation with. */
export function openProbe(database: OpenDatabase) {
  const admin = { adminEmail: `doctor-${newId()}@doctor.invalid`, adminPassword: newId() }
  return createShop(
    { ...database, clock: () => new Date() },
    { name: 'Doctor', origin: [ORIGIN], locale: 'en', ...admin },
  )
}

/** What a doctor left behind who was interrupted. */
export async function sweepProbes(database: OpenDatabase): Promise<void> {
  for (const shopId of await listOldShops(database.db, ORIGIN)) await takeAway(database, shopId)
}

const FOREIGN_KEY = '23503'
const DEADLOCK = '40P01'

/** A running server may be writing what follows from the conversation: then the next attempt takes that away too. */
export async function takeAway({ db }: OpenDatabase, shopId: string): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await db.transaction().execute(async (trx) => {
        await eraseShop(trx, shopId)
        // Last: whoever was about to add another has waited for the rows, and does not find them any more.
        await dropJobs(trx, shopId)
      })
    } catch (error) {
      const passing = error instanceof Error && 'code' in error && [FOREIGN_KEY, DEADLOCK].includes(String(error.code))
      if (!passing || attempts === 20) throw error
      await pause(50 * attempts)
    }
  }
}
