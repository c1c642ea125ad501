import { Failure } from '../failure.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])

/** A full disk is an expected refusal, and nothing that the sender can change. @throws Failure `storage_full` */
export async function roomOrFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && FULL.has(String(error.code)))
      throw Object.assign(new Failure('storage_full', 'The store of files is full.'), { cause: error })
    throw error
  }
}
