import type { Config } from '../config.ts'
import type { Commit, CommitTogether } from './commit.ts'
import type { Db } from './db.ts'
import type { FetchGuard } from './fetch-guard.ts'
import type { FileStore } from './files/keeping.ts'
import type { Draftsman } from './files/pictures.ts'
import type { Io } from './live.ts'
import type { Log } from './log.ts'

/** What every action takes first: the house it works in. */
export interface Context {
  readonly config: Config
  readonly log: Log
  readonly db: Db
  readonly clock: () => Date
  /** From which every key is derived, a purpose each. */
  readonly secret: string
  readonly commit: Commit
  readonly commitTogether: CommitTogether
  readonly io: Io
  /** The one way out to addresses that a shop has named. */
  readonly guard: FetchGuard
  readonly files: FileStore
  readonly draftsman: Draftsman
  /** This process, on the roster of those that work on the database. */
  readonly nodeId: string
  /** Aborted when the server has been told to stop and still serves: clients are moved to other nodes. */
  readonly leaving: AbortSignal
  /** Aborted when the server stops: what runs by a timer looks here first. */
  readonly closing: AbortSignal
}
