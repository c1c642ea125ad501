import type { Author } from '@comptoir/sdk/contract'
import type { Db, Trx } from './db.ts'
import type { Happened, Happening } from './happening.ts'
import { onceStored } from './whole.ts'

/** One thing that somebody does: its rows, its facts and the jobs that follow are stored together or not at all. */
export interface Unit {
  readonly trx: Trx
  readonly shopId: string
  readonly actor: Author
  /** One time for all that is stored. */
  readonly at: Date
  /** Says what has happened. The facts are stored in this order when the work has ended. */
  record(happening: Happening): void
  /** The rule of the shop's workflow that does it, by its id. */
  readonly workflow?: string
}

/** Who is doing it, in which shop. */
export interface Doing {
  shopId: string
  actor: Author
  workflow?: string
}

export type Commit = <T>(doing: Doing, work: (unit: Unit) => Promise<T>) => Promise<T>

/** What becomes of happenings: the timeline stores them, the reactions say what follows. Given by the composition. */
export interface Aftermath {
  store(unit: Unit, happenings: Happening[]): Promise<Happened[]>
  /** In the same transaction: jobs. */
  later(unit: Unit, happened: Happened[]): Promise<void>
  /** After the commit: pushes. */
  now(happened: Happened[]): void
}

export function openCommit(db: Db, clock: () => Date, aftermath: Aftermath): Commit {
  return async (doing, work) => {
    const { result, happened } = await db.transaction().execute(async (trx) => {
      const happenings: Happening[] = []
      const unit: Unit = { trx, ...doing, at: clock(), record: (happening) => happenings.push(happening) }
      const result = await work(unit)
      const happened = await aftermath.store(unit, happenings)
      await aftermath.later(unit, happened)
      return { result, happened }
    })
    onceStored(() => aftermath.now(happened))
    return result
  }
}
