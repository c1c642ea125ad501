import { useRef } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { useReader } from '../state/language.ts'
import { sizeOf } from './sizes.ts'
import type { Upload, Uploads } from './uploads.ts'

/** What goes with the next message. */
export function FileTray({ uploads }: { uploads: Uploads }) {
  const { say } = useReader()
  if (uploads.list.length === 0) return null
  return (
    <ul class="file-tray" aria-label={say('files.toSend')}>
      {uploads.list.map((upload) => (
        <li key={upload.id}>
          <Icon name="paper" />
          <span class="file-name" dir="auto">
            {upload.file.name}
          </span>
          <State upload={upload} />
          {upload.failure && (
            <button type="button" class="button is-quiet" onClick={() => uploads.retry(upload.id)}>
              {say('files.retry')}
            </button>
          )}
          <button
            type="button"
            class="button is-quiet"
            aria-label={say('files.remove', { name: upload.file.name })}
            onClick={() => uploads.remove(upload.id)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function State({ upload }: { upload: Upload }) {
  const { say, locale } = useReader()
  const { file, share, sent, failure } = upload
  if (failure) {
    const why = failure.code === 'too_large' ? say('files.tooLarge') : say(`failure.${failure.code}`)
    return (
      <span class="wrong" role="alert">
        {why}
      </span>
    )
  }
  if (!sent) return <progress value={share} max={1} aria-label={say('files.sending', { name: file.name })} />
  return (
    <span class="file-size" role="status" aria-label={say('files.ready', { name: file.name })}>
      {sizeOf(file.size, locale)}
    </span>
  )
}

/** Opens the browser's own choice of files. */
export function AttachButton({ uploads }: { uploads: Uploads }) {
  const { say } = useReader()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          uploads.add([...(currentTarget.files ?? [])])
          // The same file may be chosen once more.
          currentTarget.value = ''
        }}
      />
      <button
        type="button"
        class="button is-quiet"
        aria-label={say('files.attach')}
        title={say('files.attach')}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  )
}

/** What a form must listen to, so that files can be dropped on it and pasted into it. */
export const fileTarget = (uploads: Uploads) => ({
  onPaste(event: ClipboardEvent) {
    const data = event.clipboardData
    // Programs that copy text copy a picture of it, too.
    if (!data?.files.length || data.getData('text')) return
    event.preventDefault()
    uploads.add([...data.files])
  },
  onDragOver(event: DragEvent) {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  },
  onDrop(event: DragEvent) {
    if (!event.dataTransfer?.files.length) return
    event.preventDefault()
    uploads.add([...event.dataTransfer.files])
  },
})
