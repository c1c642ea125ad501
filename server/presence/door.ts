import { AGENT_ROLES, PRESENCES } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'

export const presenceInput = z.strictObject({ away: z.boolean() })

const presenceAnswer = z.object({ state: z.enum(PRESENCES), since: z.iso.datetime().nullable() }).openapi('Presence')

export const agentListAnswer = z.object({
  items: z.array(
    z
      .object({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        role: z.enum(AGENT_ROLES),
        presence: presenceAnswer,
        departments: z.array(z.object({ id: z.uuid(), name: z.string(), lead: z.boolean() })),
        busy: z.number().int(),
      })
      .openapi('AgentRow'),
  ),
  nextCursor: z.string().nullable(),
})
