import type { Staff } from './staff.ts'

/** What a category is called in the reader's language; one that is not known is shown by its key. */
export function categoryName(category: string, { categories }: Pick<Staff, 'categories'>, language: string): string {
  const label = categories.find(({ id }) => id === category)?.label
  return label?.[language] ?? Object.values(label ?? {})[0] ?? category
}
