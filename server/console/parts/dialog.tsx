import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { useReader } from '../state/language.ts'
import { Icon } from './icon.tsx'

interface DialogProps {
  title: string
  class?: string
  close: () => void
  children: ComponentChildren
}

/** A modal dialog of the browser's own: focus, Escape and the page behind it are in its hands. */
export function Dialog({ title, close, children, ...rest }: DialogProps) {
  const { say } = useReader()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    // What is clicked beside its inside is the dialog itself: its backdrop.
    const closeOutside = (event: MouseEvent) => event.target === dialog && dialog.close()
    dialog.addEventListener('click', closeOutside)
    dialog.showModal()
    return () => dialog.close()
  }, [])

  return (
    <dialog ref={ref} class={rest.class} aria-labelledby={titleId} onClose={close}>
      <div class="dialog-inside">
        <header class="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="icon-button" aria-label={say('app.close')} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
