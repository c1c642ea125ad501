import type { Readable } from 'node:stream'

/** A part of a file's bytes, both ends included. */
export interface Span {
  from: number
  to: number
}

/** Where files are kept. Keys are ours: ids and slashes, never what a sender calls a file. */
export interface FileStore {
  /**
   * Takes over a file of this machine. It is kept whole or not at all, and when this answers it is on the disk.
   *
   * @throws Failure `storage_full`
   */
  put(key: string, path: string): Promise<void>
  /** `null` when there is none. */
  read(key: string, span?: Span): Promise<Readable | null>
  /** What is not there is removed already. */
  remove(key: string): Promise<void>
  /** All keys that begin with `prefix/`. */
  removeAll(prefix: string): Promise<void>
}
