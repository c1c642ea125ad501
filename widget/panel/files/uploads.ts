import { Failure, takeBackFile, uploadFile } from '@comptoir/sdk'
import { type FileId, type MessageFile, newId } from '@comptoir/sdk/contract'
import type { Kit, Model } from '../state/model.ts'
import { type FileWords, wordsOf } from './locales.ts'

/** A file that is attached to the draft: on its way, at the server (`sent`), or not to be had there (`problem`). */
export interface Upload {
  id: FileId
  file: File
  /** From 0 to 1. */
  share: number
  sent?: MessageFile
  problem?: string | undefined
  stop?: AbortController
}

interface Tray extends Kit {
  uploads: Upload[]
}

/** As many as a shop allows as a rule. */
const MOST = 10

const trays = new WeakMap<Model, Tray>()

export function trayOf(kit: Kit): Tray {
  const tray = trays.get(kit.model) ?? { ...kit, uploads: [] }
  trays.set(kit.model, tray)
  return tray
}

/** The tray of a panel that has lent its kit; what the panel has sent with a message is out of it. */
export function find(model: Model): Tray | undefined {
  const tray = trays.get(model)
  if (tray && !model.attached) tray.uploads = tray.uploads.filter(({ sent }) => !sent)
  return tray
}

function changed({ model, uploads, update }: Tray): void {
  const sent = uploads.flatMap((upload) => upload.sent ?? [])
  model.attached = sent[0] ? sent : undefined
  model.busy = sent.length < uploads.length
  update()
}

/** What the shopper has picked, dropped, pasted or photographed goes on its way at once. */
export function add(tray: Tray, files: readonly File[]): void {
  const room = MOST - tray.uploads.length
  if (files.length > room) tray.model.status = wordsOf(tray.model.locale).many
  const uploads = files.slice(0, room).map((file): Upload => ({ id: newId(), file, share: 0 }))
  tray.uploads = [...tray.uploads, ...uploads]
  for (const upload of uploads) void send(tray, upload)
  changed(tray)
}

export async function send(tray: Tray, upload: Upload): Promise<void> {
  const stop = new AbortController()
  const change = (part: Partial<Upload>) => {
    Object.assign(upload, part)
    changed(tray)
  }
  change({ stop, share: 0, problem: undefined })
  const onProgress = (sent: number, total: number) => change({ share: sent / total })
  try {
    const { id, file } = upload
    change({ sent: await uploadFile(tray.client, file, { id, onProgress, signal: stop.signal }) })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    if (failure.code !== 'aborted') change({ problem: problemOf(failure, wordsOf(tray.model.locale)) })
  }
}

function problemOf({ code }: Failure, words: FileWords): string {
  const known: Record<string, string> = {
    too_large: words.large,
    storage_full: words.full,
    rate_limited: words.wait,
  }
  return known[code] ?? words.broken
}

export function drop(tray: Tray, upload: Upload): void {
  upload.stop?.abort()
  tray.uploads = tray.uploads.filter((one) => one !== upload)
  // Where it cannot be said now, the server forgets it by itself.
  void takeBackFile(tray.client, upload.id).catch(() => {})
  changed(tray)
}
