import type { PresenceState } from '@comptoir/sdk/contract'

/** A socket alone makes nobody present who has said that they want nothing. */
export function stateOf({ connected, away }: { connected: boolean; away: boolean }): PresenceState {
  if (!connected) return 'offline'
  return away ? 'away' : 'present'
}
