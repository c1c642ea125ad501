import type { Scope } from '@comptoir/sdk/contract'

/** Whether whoever has these scopes (`null`: all) may give those: a narrowed key must not make itself a wider one. */
export const mayGive = (own: readonly Scope[] | null, given: readonly Scope[] | null): boolean =>
  own === null || (given?.every((scope) => own.includes(scope)) ?? false)

/** Of a key that is rotated twice, the earlier end counts. */
export const endOf = (present: Date | null, asked: Date): Date => (present && present < asked ? present : asked)
