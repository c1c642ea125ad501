import type { AssignmentSettings } from '@comptoir/sdk/contract'
import type { DepartmentRecord } from '../schema.ts'

/** How a department gives tickets out: as it says itself, else as the shop has it. */
export const planOf = (
  department: Pick<DepartmentRecord, 'strategy' | 'capacity' | 'giveBack'>,
  shop: AssignmentSettings,
): AssignmentSettings => ({
  strategy: department.strategy ?? shop.strategy,
  capacity: department.capacity ?? shop.capacity,
  giveBack: department.giveBack ?? shop.giveBack,
})

/** Where tickets of a category go: to the department that names it, else to the first. The departments are given oldest first. */
export const routeOf = <D extends Pick<DepartmentRecord, 'categories'>>(
  departments: readonly D[],
  category: string,
): D | undefined => departments.find(({ categories }) => categories.includes(category)) ?? departments[0]

/** Which of these categories another department has already, and which one. */
export function takenCategory<D extends Pick<DepartmentRecord, 'categories'>>(
  others: readonly D[],
  categories: readonly string[],
): { category: string; by: D } | null {
  for (const by of others) {
    const category = categories.find((one) => by.categories.includes(one))
    if (category !== undefined) return { category, by }
  }
  return null
}
