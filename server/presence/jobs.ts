import type { Trx } from '../platform/db.ts'
import { defineJob, FIRST } from '../platform/jobs.ts'

/** An agent is not present: what they hold is looked through, now or in so many milliseconds. */
export const mindAbsence = defineJob<{ shopId: string; agentId: string }>('presence.absence')

export const mindAbsenceLater = (
  trx: Trx,
  { shopId, agentId }: { shopId: string; agentId: string },
  delay = 0,
): Promise<void> =>
  mindAbsence.add(trx, { shopId, agentId }, { key: `presence.absence:${shopId}:${agentId}`, delay, priority: FIRST })
