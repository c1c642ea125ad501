import { execFileSync } from 'node:child_process'
import { CASES, LEFT_OUT } from './cases.ts'
import { openPlace } from './place.ts'
import { isClean, type Outcome, runCase, type Size } from './run.ts'

// The load L1 through the faults of the catalogue that one machine can bring about:
//   npm run faults [-- B-07 B-10]     all of them, or those that are named
//   npm run faults -- --quick         the selection that every commit passes
const asked = process.argv.slice(2)
const quick = asked.includes('--quick')
const named = asked.filter((word) => !word.startsWith('--'))
const size: Size = quick
  ? { chats: 10, perSecond: 30, before: 2_000, after: 1_000, rounds: 2, long: 3_000 }
  : { chats: 100, perSecond: 60, before: 10_000, after: 15_000, rounds: 5, long: 20_000 }

const cases = CASES.filter((one) => (named.length > 0 ? named.includes(one.id) : !quick || one.quick))
if (cases.length === 0) throw new Error(`Expected some of ${CASES.map(({ id }) => id).join(' ')}.`)
// Builds what is missing or older than its source.
execFileSync(process.execPath, ['server/comptoir.mjs', '--version'], { stdio: ['ignore', 'ignore', 'inherit'] })

const outcomes: Outcome[] = []
const place = await openPlace(quick ? { shops: 2, agents: 5 } : { shops: 10, agents: 6 })
// Whoever stops us stops what we have started.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void place.close().finally(() => process.exit(1)))
try {
  for (const one of cases) {
    console.log(`${one.id}  ${one.what} …`)
    const outcome = await runCase(place, one, size)
    outcomes.push(outcome)
    if (!isClean(outcome)) process.exitCode = 1
  }
} finally {
  await place.close()
}
console.table(
  outcomes.map(({ id, what, acknowledged, lost, doubled, disordered, firstAck, recovered }) => ({
    ...{ case: id, what, acknowledged, lost, doubled, 'out of order': disordered },
    ...{ 'first ack s': seconds(firstAck), 'recovered s': seconds(recovered) },
  })),
)
if (!quick && named.length === 0)
  for (const [id, why] of Object.entries(LEFT_OUT)) console.log(`${id} left out: ${why}.`)
process.exit()

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10
}
