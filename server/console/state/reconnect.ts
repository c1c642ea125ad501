import type { AgentClient } from '@comptoir/sdk'

/** Calls when a lost connection is back, and when the server says so: what happened meanwhile was told to nobody here. */
export function onReturn(client: Pick<AgentClient, 'on'>, then: () => void): () => void {
  let wasLost = false
  const stop = client.on('catchUp', then)
  const stopState = client.on('state', (state) => {
    if (state === 'online' && wasLost) then()
    if (state === 'offline') wasLost = true
    if (state === 'online') wasLost = false
  })
  return () => {
    stop()
    stopState()
  }
}
