import { type Author, type FileSettings, LASTING, LIMITS, type MessageFile } from '@comptoir/sdk/contract'
import type { Span } from '../platform/files/keeping.ts'
import type { FileRecord, KeptFile } from '../schema.ts'

/** Which drawing of a file; what is no picture has its `original` alone. */
export const PARTS = ['original', 'display', 'thumbnail'] as const
export type Part = (typeof PARTS)[number]

/** Sorted away by the end of the id, whose beginning is the same for all of a day. */
export const keyOf = ({ shopId, id }: Pick<FileRecord, 'shopId' | 'id'>, part: Part): string =>
  `${shopId}/${id.slice(-2)}/${id}.${part}`

/** Who has sent a file, in the words of the message that may take it. */
export const ownerOf = ({ kind, id }: Pick<Author, 'kind' | 'id'>): string => `${kind}:${id ?? 'shop'}`

export const isShown = ({ width }: { width?: number | null }): boolean => width !== null && width !== undefined

/** As it is kept with its message. */
export const keptOf = ({ id, name, type, size, width, height }: FileRecord): KeptFile => ({
  ...{ id, name, type, size },
  ...(width !== null && height !== null && { width, height }),
})

/** As its readers see it. */
export const fileOf = (kept: KeptFile): MessageFile => ({
  ...kept,
  url: `/api/files/${kept.id}`,
  ...(isShown(kept) && { thumbnailUrl: `/api/files/${kept.id}/thumbnail` }),
})

/** How many bytes may still come: what one file may have, and what the shop has left. */
export const roomFor = ({ maxSize, quota }: FileSettings, used: number): number => Math.min(maxSize, quota - used)

/** The same for a while, so that a page that is drawn twice does not load its pictures twice; over within fifteen minutes. */
export function linkEnd(now: number): number {
  const step = LASTING.fileLink / 3
  return (Math.floor(now / step) + 3) * step
}

export const mostLoose = (settings: FileSettings): number => Math.min(LIMITS.looseFiles, settings.perMessage * 4)

/**
 * The one part of a file that a `Range` asks for; `null`: the whole; `refused`: several parts, or one that is not there.
 * Several could be had by asking several times: to join them here would only serve who wants to keep us busy.
 */
export function spanOf(header: string | undefined, size: number): Span | null | 'refused' {
  if (header === undefined || !/^bytes=/i.test(header)) return null
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header.replaceAll(' ', '')) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'refused'
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from <= to && from < size ? { from, to } : 'refused'
}
