import type { MessageFile } from '@comptoir/sdk/contract'
import { Icon } from '../parts/icon.tsx'
import { useReader } from '../state/language.ts'
import { fit, sizeOf } from './sizes.ts'

/** The files of a message: pictures small, everything else by name and size. The sign-in opens them. */
export function MessageFiles({ files }: { files: readonly MessageFile[] }) {
  return (
    <ul class="message-files">
      {files.map((file) => (
        <li key={file.id}>{file.thumbnailUrl ? <Picture file={file} /> : <Paper file={file} />}</li>
      ))}
    </ul>
  )
}

function Picture({ file }: { file: MessageFile }) {
  const { say } = useReader()
  return (
    <a
      class="file-picture"
      href={file.url}
      target="_blank"
      rel="noopener"
      aria-label={say('files.open', { name: file.name })}
    >
      <img src={file.thumbnailUrl} alt="" loading="lazy" {...fit(file)} />
    </a>
  )
}

function Paper({ file }: { file: MessageFile }) {
  const { say, locale } = useReader()
  return (
    <a class="file-paper" href={file.url} download={file.name} title={say('files.save', { name: file.name })}>
      <Icon name="paper" />
      <span class="file-name" dir="auto">
        {file.name}
      </span>
      <span class="file-size">{sizeOf(file.size, locale)}</span>
    </a>
  )
}
