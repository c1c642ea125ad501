import { setTimeout as pause } from 'node:timers/promises'
import type { Case } from './cases.ts'
import { type LoadSize, openLoad } from './chats.ts'
import type { Verdict } from './ledger.ts'
import { soon } from './patience.ts'
import type { Place } from './place.ts'

export interface Size extends LoadSize {
  /** How long the load runs before the fault and after it, in ms. */
  before: number
  after: number
  /** How often what happens at a moment happens. */
  rounds: number
  /** How long what lasts lasts, in ms. */
  long: number
}

export interface Outcome extends Verdict {
  id: string
  what: string
  /** From the end of the fault to the first acknowledgement, and until nothing that was written before still waits, in ms. */
  firstAck: number
  recovered: number
}

/** The load through one fault, and what the ledger says of it. */
export async function runCase(place: Place, one: Case, size: Size): Promise<Outcome> {
  const load = await openLoad(place, size)
  try {
    await pause(size.before)
    await one.strike(place, size)
    const end = performance.now()
    const recovering = soon(`${one.id} to recover`, () => load.ledger.pending(end) === 0 && hasAck(load.ledger, end))
    const recovered = await recovering.then(
      () => performance.now() - end,
      () => Number.POSITIVE_INFINITY,
    )
    await pause(size.after)
    const screens = await load.settle()
    const stored = await place.messagesOf([...screens.keys()])
    const firstAck = (load.ledger.firstAckAfter(end) ?? Number.POSITIVE_INFINITY) - end
    return { id: one.id, what: one.what, ...load.ledger.judge(stored, screens), firstAck, recovered }
  } finally {
    load.close()
  }
}

const hasAck = (ledger: { firstAckAfter(time: number): number | undefined }, end: number): boolean =>
  ledger.firstAckAfter(end) !== undefined

export const isClean = ({ acknowledged, lost, doubled, disordered, recovered }: Outcome): boolean =>
  acknowledged > 0 && lost + doubled + disordered === 0 && Number.isFinite(recovered)
