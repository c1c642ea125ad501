import { ASSIGNMENT_STRATEGIES, LIMITS } from '@comptoir/sdk/contract'
import { z } from '@hono/zod-openapi'
import { categoryInput } from '../categories/door.ts'
import { lineInput } from '../platform/text.ts'
import { capacityInput, giveBackInput } from '../shops/assignment-door.ts'

const distinct = <T>(keyOf: (one: T) => unknown) =>
  [(list: T[]) => new Set(list.map(keyOf)).size === list.length, 'Expected each of them once.'] as const

const membersInput = z
  .array(z.strictObject({ agentId: z.uuid(), lead: z.boolean() }))
  .max(LIMITS.members)
  .refine(...distinct<{ agentId: string }>(({ agentId }) => agentId))

const fields = {
  name: lineInput(LIMITS.name),
  categories: z
    .array(categoryInput)
    .max(LIMITS.categories)
    .refine(...distinct<string>((category) => category))
    .exactOptional(),
  strategy: z.enum(ASSIGNMENT_STRATEGIES).nullable().exactOptional(),
  capacity: capacityInput.nullable().exactOptional(),
  giveBack: giveBackInput.nullable().exactOptional(),
  members: membersInput.exactOptional(),
}

export const newDepartmentInput = z.strictObject(fields).openapi('NewDepartment')

export const departmentChange = z
  .strictObject({ ...fields, name: fields.name.exactOptional() })
  .openapi('DepartmentChange')

export const departmentRefInput = z.strictObject({ id: z.uuid('Expected the id of a department.') })

export const departmentAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    categories: z.array(z.string()),
    strategy: z.enum(ASSIGNMENT_STRATEGIES).nullable(),
    capacity: z.number().int().nullable(),
    giveBack: z.string().nullable(),
    members: z.array(z.object({ agentId: z.uuid(), lead: z.boolean() })),
    createdAt: z.iso.datetime(),
  })
  .openapi('Department')

export const departmentListAnswer = z.object({ items: z.array(departmentAnswer), nextCursor: z.string().nullable() })
