import { type AgentClient, Failure, takeBackFile, uploadFile } from '@comptoir/sdk'
import { type FileId, LIMITS, type MessageFile, newId } from '@comptoir/sdk/contract'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../state/console.ts'

/** A file that is attached to what is being written: on its way, at the server (`sent`), or not to be had there (`failure`). */
export interface Upload {
  id: FileId
  file: File
  /** From 0 to 1. */
  share: number
  sent: MessageFile | null
  failure: Failure | null
  stop: AbortController
}

export interface Uploads {
  list: readonly Upload[]
  /** Those that can be sent; `undefined` when there are none. */
  sent: readonly MessageFile[] | undefined
  /** Some are not there yet. */
  busy: boolean
  add(files: readonly File[]): void
  retry(id: FileId): void
  remove(id: FileId): void
  /** They are in a message now. */
  clear(): void
}

type Change = (id: FileId, part: Partial<Upload>) => void

/** What is attached in one ticket; another ticket begins with nothing. */
export function useUploads(ticketId: string): Uploads {
  const { client } = useConsole()
  const [list, setList] = useState<readonly Upload[]>([])
  const change: Change = (id, part) => setList((now) => now.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const remove = (id: FileId) => {
    const upload = list.find((one) => one.id === id)
    if (upload) takeBack(client, upload)
    setList((now) => now.filter((one) => one.id !== id))
  }
  useLeaving(ticketId, list, (left) => {
    for (const upload of left) takeBack(client, upload)
    setList([])
  })
  const sent = list.flatMap((upload) => upload.sent ?? [])
  return {
    list,
    sent: sent.length > 0 ? sent : undefined,
    busy: sent.length < list.length,
    add(files) {
      const added = files.slice(0, LIMITS.files - list.length).map(newUpload)
      setList((now) => [...now, ...added])
      for (const upload of added) void send(client, upload, change)
    },
    retry(id) {
      const upload = list.find((one) => one.id === id)
      if (!upload) return
      change(id, { failure: null, share: 0 })
      void send(client, upload, change)
    },
    remove,
    clear: () => setList([]),
  }
}

const newUpload = (file: File): Upload => ({
  id: newId(),
  file,
  share: 0,
  sent: null,
  failure: null,
  stop: new AbortController(),
})

async function send(client: AgentClient, { id, file, stop }: Upload, change: Change): Promise<void> {
  const onProgress = (sent: number, total: number) => change(id, { share: sent / total })
  try {
    change(id, { sent: await uploadFile(client, file, { id, signal: stop.signal, onProgress }) })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    change(id, { failure })
  }
}

function takeBack(client: AgentClient, { id, stop }: Upload): void {
  stop.abort()
  // Where it cannot be said now, the server forgets it by itself.
  void takeBackFile(client, id).catch(() => {})
}

function useLeaving(ticketId: string, list: readonly Upload[], leave: (left: readonly Upload[]) => void): void {
  const latest = useRef({ list, leave })
  latest.current = { list, leave }
  useEffect(() => () => latest.current.leave(latest.current.list), [ticketId])
}
