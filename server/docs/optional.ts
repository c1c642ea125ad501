import { z } from 'zod'

/**
 * The generator takes a field for required when its schema refuses `undefined`, and so do those that may be left out but
 * not be `undefined` (asteasolutions/zod-to-openapi#363). For its question alone they say yes: a value is parsed by way of
 * the object around it, which does not ask this.
 */
export function admitLeftOut(schema: unknown, seen = new Set<unknown>()): void {
  if (!(schema instanceof z.ZodType) || seen.has(schema)) return
  seen.add(schema)
  if (schema instanceof z.ZodExactOptional) {
    const { safeParse } = schema
    schema.safeParse = (value, params) =>
      value === undefined ? { success: true, data: undefined } : safeParse(value, params)
  }
  for (const part of partsOf(schema)) admitLeftOut(part, seen)
}

/** What a schema is made of: fields, elements, options, and whatever it wraps. */
function partsOf({ def }: z.ZodType): unknown[] {
  const parts = Object.values(def).flatMap((part) => (Array.isArray(part) ? part : [part]))
  const shape = 'shape' in def && def.shape && typeof def.shape === 'object' ? Object.values(def.shape) : []
  return [...parts, ...shape]
}
