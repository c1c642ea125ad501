import type { AgentClient } from '@comptoir/sdk'

/** Calls when a lost connection is back: what happened meanwhile was told to nobody here. */
export function onReturn(client: Pick<AgentClient, 'on'>, then: () => void): () => void {
  let wasLost = false
  return client.on('state', (state) => {
    if (state === 'online' && wasLost) then()
    if (state === 'offline') wasLost = true
    if (state === 'online') wasLost = false
  })
}
