import { Failure } from './failure.ts'
import type { AgentClient, AgentClientOptions } from './types.ts'

export function createAgentClient(options: AgentClientOptions): AgentClient {
  throw new Failure('unavailable', `There is no way to ${options.url} yet.`)
}
