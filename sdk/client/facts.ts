import type { FactList } from '../contract/index.ts'
import type { Bus } from './bus.ts'
import { Failure } from './failure.ts'
import type { Send } from './http.ts'
import type { Live } from './live.ts'
import { pause } from './patience.ts'

/** Facts and rows travel apart, and from several servers: so long a missing position may only be late. */
const LATE = 4_000
/** While there is no socket: how often to look. */
const LOOK = 5_000

interface FactWays {
  call: Send
  live: Live
  bus: Bus
  life: AbortSignal
}

/**
 * Follows the shop's facts by their position, which has no hole: what is missing after a reconnect, or because a push was
 * lost, is fetched, and whoever shows a state is told to bring it up to date.
 */
export function followFacts({ call, live, bus, life }: FactWays): void {
  /** Up to here nothing is missing; unknown before the first answer. */
  let last: number | null = null
  const early = new Set<number>()
  let waiting = false
  let asking = false

  const ask = async () => {
    if (last === null) {
      last = (await call('GET /api/facts', {})).lastPosition
      return false
    }
    let after: number = last
    let missed = false
    for (let end = Number.POSITIVE_INFINITY; after < end; last = after) {
      const answer: FactList = await call('GET /api/facts', { query: { after } })
      for (const fact of answer.items) {
        if (early.delete(fact.position)) continue
        missed = true
        bus.tell('fact', fact)
      }
      end = answer.lastPosition
      after = answer.items.at(-1)?.position ?? end
    }
    return missed
  }
  const catchUp = async () => {
    if (asking || life.aborted) return
    asking = true
    try {
      if (await ask()) bus.tell('catchUp', undefined)
    } catch (failure) {
      // The next sign of life asks again.
      if (!(failure instanceof Failure)) throw failure
    }
    asking = false
    advance()
  }
  const advance = () => {
    if (last === null) return
    for (const position of early) if (position <= last) early.delete(position)
    while (early.delete(last + 1)) last += 1
  }
  const take = async (positions: readonly number[]) => {
    for (const position of positions) early.add(position)
    advance()
    if (waiting || !early.size) return
    waiting = true
    await pause(LATE, life)
    waiting = false
    if (early.size) await catchUp()
  }
  bus.on('fact', ({ position }) => void take([position]))
  bus.on('positions', (positions) => void take(positions))
  bus.on('wake', () => live.state() !== 'idle' && void catchUp())
  bus.on('state', (state) => state === 'online' && void catchUp())
  const looking = setInterval(() => live.state() === 'offline' && void catchUp(), LOOK)
  life.addEventListener('abort', () => clearInterval(looking))
}
