import { fileLinks } from '@comptoir/sdk'
import type { FileLinks, MessageFile } from '@comptoir/sdk/contract'
import { useEffect, useState } from 'preact/hooks'
import type { Model } from '../state/model.ts'
import { filled, sizeOf, wordsOf } from './locales.ts'
import { find } from './uploads.ts'

/** A link is renewed so many milliseconds before its end. */
const BEFORE_END = 10_000
const LARGEST = 240

/** The files of a message: pictures small, everything else by name and size. */
export function Shown({ files, model }: { files: readonly MessageFile[]; model: Model }) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <Shelf file={file} model={model} />
        </li>
      ))}
    </ul>
  )
}

function Shelf({ file, model }: { file: MessageFile; model: Model }) {
  const [links, setLinks] = useState<FileLinks | null>(null)
  const words = wordsOf(model.locale)
  const renew = async () => {
    const client = find(model)?.client
    const fresh = client && (await fileLinks(client, file.id))
    // The picture that is shown stays: its address is spent, and it is not.
    if (fresh) setLinks((before) => ({ ...fresh, ...(before?.thumbnailUrl && { thumbnailUrl: before.thumbnailUrl }) }))
    return fresh
  }
  useEffect(() => {
    // Where there is no network now, a click asks again.
    void renew().catch(() => {})
  }, [])
  const open = (event: Event) => {
    if (links && Date.parse(links.expiresAt) - BEFORE_END > Date.now()) return
    event.preventDefault()
    void renew().then(
      (fresh) => fresh && window.open(fresh.url, '_blank', 'noopener'),
      () => {},
    )
  }
  const { name, width = 0, height = 0, size } = file
  const scale = Math.min(1, LARGEST / Math.max(width, height, 1))
  return (
    <a
      href={links?.url ?? '#'}
      target="_blank"
      rel="noopener noreferrer"
      class={width ? 'picture' : 'paper'}
      aria-label={width ? filled(words.open, name) : undefined}
      title={filled(width ? words.open : words.save, name)}
      onClick={open}
    >
      {width ? (
        <img src={links?.thumbnailUrl} alt="" width={Math.round(width * scale)} height={Math.round(height * scale)} />
      ) : (
        <>
          <span class="name" dir="auto">
            {name}
          </span>
          <span class="size">{sizeOf(size, model.locale)}</span>
        </>
      )}
    </a>
  )
}
