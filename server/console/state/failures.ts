import { Failure } from '@comptoir/sdk'

/** What a call of the SDK rejected with. Anything else is a defect and goes on up. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}
