import { useReader } from '../state/language.ts'
import { tell } from '../state/notices.ts'
import { Icon } from './icon.tsx'

export function CopyBox({ text }: { text: string }) {
  const { say } = useReader()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      tell(say('settings.copied'))
    } catch {
      // Without HTTPS, or without leave, there is no clipboard: the reader is told what to do instead.
      tell(say('settings.copyFailed'), 'wrong')
    }
  }
  return (
    <div class="copy-box">
      <code>{text}</code>
      <button type="button" class="button" onClick={() => void copy()}>
        <Icon name="copy" />
        {say('settings.copy')}
      </button>
    </div>
  )
}
