import { useEffect, useRef } from 'preact/hooks'
import type { Model } from '../state/model.ts'
import { filled, sizeOf, wordsOf } from './locales.ts'
import { add, drop, find, send, type Upload } from './uploads.ts'

/** What goes with the next message. */
export function Tray({ model }: { model: Model }) {
  const list = useRef<HTMLUListElement>(null)
  const tray = find(model)
  useEffect(() => {
    if (tray && list.current) return welcome(list.current.closest('form') ?? list.current, (files) => add(tray, files))
  }, [tray])
  // Another conversation, or another shopper: what is not sent is not theirs.
  useEffect(() => () => void [...(find(model)?.uploads ?? [])].forEach((upload) => tray && drop(tray, upload)), [tray])
  if (!tray) return null
  const words = wordsOf(model.locale)
  return (
    <ul class="tray" ref={list} aria-label={words.files}>
      {tray.uploads.map((upload) => (
        <li key={upload.id}>
          <span class="name" dir="auto">
            {upload.file.name}
          </span>
          <State upload={upload} locale={model.locale} />
          {upload.problem && (
            <button type="button" class="again" onClick={() => void send(tray, upload)}>
              {words.retry}
            </button>
          )}
          <button type="button" aria-label={filled(words.remove, upload.file.name)} onClick={() => drop(tray, upload)}>
            ✕
          </button>
        </li>
      ))}
    </ul>
  )
}

function State({ upload, locale }: { upload: Upload; locale: string }) {
  const words = wordsOf(locale)
  const { file, sent, problem, share } = upload
  if (problem)
    return (
      <span class="bad" role="alert">
        {problem}
      </span>
    )
  if (!sent) return <progress value={share} max={1} aria-label={filled(words.sending, file.name)} />
  return (
    <span class="size">
      <span class="unseen" role="status">
        {filled(words.ready, file.name)}
      </span>
      {sizeOf(file.size, locale)}
    </span>
  )
}

/** What is dragged over the composer may be dropped there. */
function welcome(place: Element, take: (files: File[]) => void): () => void {
  const listen = (event: Event) => {
    if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    if (event.type === 'drop') take([...event.dataTransfer.files])
  }
  for (const type of ['dragover', 'drop']) place.addEventListener(type, listen)
  return () => {
    for (const type of ['dragover', 'drop']) place.removeEventListener(type, listen)
  }
}
