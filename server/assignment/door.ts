import { z } from '@hono/zod-openapi'

export const assignmentInput = z
  .union([z.strictObject({ agentId: z.uuid().nullable() }), z.strictObject({ departmentId: z.uuid() })], {
    error: 'Expected {"agentId"}, the id of an agent or null for nobody, or {"departmentId"}.',
  })
  .openapi('Assignment')
