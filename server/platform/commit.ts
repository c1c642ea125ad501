import type { Author } from '@comptoir/sdk/contract'
import type { Db, Trx } from './db.ts'
import type { Happened, Happening } from './happening.ts'
import { gatherJobs, storeGatheredJobs } from './jobs.ts'
import { onceStored } from './whole.ts'

/** What is stored together or not at all: rows, facts and the jobs that follow. */
export interface Work {
  readonly trx: Trx
  readonly shopId: string
  /** One time for all that is stored. */
  readonly at: Date
  /** The rule of the shop's workflow that does it, by its id. */
  readonly workflow?: string
}

/** One thing that somebody does. */
export interface Unit extends Work {
  readonly actor: Author
  /** Says what has happened. The facts are stored in this order when the work has ended. */
  record(happening: Happening): void
}

/** Something that has happened, and who did it. */
export interface Recorded {
  actor: Author
  happening: Happening
}

/** Who is doing it, in which shop. */
export interface Doing {
  shopId: string
  actor: Author
  workflow?: string
}

export type Commit = <T>(doing: Doing, work: (unit: Unit) => Promise<T>) => Promise<T>

/** What several people of one shop do in the same moment, in one transaction: each of them is given a unit. */
export type CommitTogether = <T>(
  shopId: string,
  actors: readonly Author[],
  work: (units: Unit[], together: Work) => Promise<T>,
) => Promise<T>

/** What becomes of happenings: the timeline stores them, the reactions say what follows. Given by the composition. */
export interface Aftermath {
  store(work: Work, recorded: Recorded[]): Promise<Happened[]>
  /** In the same transaction: jobs. */
  later(work: Work, happened: Happened[]): Promise<void>
  /** After the commit: pushes. */
  now(happened: Happened[]): void
}

export function openCommit(
  db: Db,
  clock: () => Date,
  aftermath: Aftermath,
): { commit: Commit; commitTogether: CommitTogether } {
  async function store<T>(
    shared: Omit<Work, 'trx' | 'at'>,
    actors: readonly Author[],
    work: (units: Unit[], together: Work) => Promise<T>,
  ): Promise<T> {
    const { result, happened } = await db.transaction().execute(async (trx) => {
      gatherJobs(trx)
      const recorded: Recorded[] = []
      const together: Work = { trx, ...shared, at: clock() }
      const unitOf = (actor: Author): Unit => ({
        ...together,
        actor,
        record: (happening) => recorded.push({ actor, happening }),
      })
      const result = await work(actors.map(unitOf), together)
      const happened = await aftermath.store(together, recorded)
      await aftermath.later(together, happened)
      await storeGatheredJobs(trx)
      return { result, happened }
    })
    onceStored(() => aftermath.now(happened))
    return result
  }
  return {
    commit: ({ actor, ...shared }, work) =>
      store(shared, [actor], ([unit]) => {
        if (!unit) throw new Error('one actor has one unit')
        return work(unit)
      }),
    commitTogether: (shopId, actors, work) => store({ shopId }, actors, work),
  }
}
