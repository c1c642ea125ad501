import { LIMITS } from '@comptoir/sdk/contract'
import type { Props } from '../screens/props.ts'
import { Icon, PLUS, SEND } from './icon.tsx'
import { Later } from './later.tsx'

/** From so many characters on, the shopper is told how many are left. */
const NEAR = 500

export function Composer({ model, actions }: Props) {
  const { draft, say, files, attached } = model
  const left = LIMITS.message - draft.trim().length
  const mayNot = left < 0 || model.busy || !(draft.trim() || attached)

  const send = (event: Event) => {
    event.preventDefault()
    if (mayNot || heldBack(model)) return
    try {
      actions.send(draft)
      actions.write('')
    } catch (failure) {
      // The outbox is full: the text stays where it is.
      actions.fail(failure)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // 229: in Safari, the Enter that ends a composition comes after it.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) send(event)
  }
  const paste = ({ clipboardData }: ClipboardEvent) => {
    // Programs that copy text copy a picture of it, too.
    if (clipboardData && !clipboardData.getData('text')) actions.attach([...clipboardData.files])
  }
  return (
    <form class="composer" onSubmit={send} onPaste={paste} onDragOver={() => actions.attach([])}>
      {files && <files.Tray model={model} />}
      <button type="button" class="plain" aria-label={say('attach')} onClick={() => actions.attach()}>
        <Icon d={PLUS} />
      </button>
      {model.open && <Later name="emoji" model={model} actions={actions} />}
      <textarea
        // Anew with each drawing: the text may have been put in, or sent.
        ref={(field) => grow(field)}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        placeholder={say('write')}
        aria-label={say('write')}
        aria-invalid={left < 0}
        value={draft}
        onInput={({ currentTarget }) => actions.write(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        aria-label={say('send')}
        aria-disabled={mayNot}
        // The field keeps the focus, and a phone its keyboard.
        onPointerDown={(event) => event.preventDefault()}
      >
        <Icon d={SEND} />
      </button>
      {left < NEAR && <p class={left < 0 ? 'bad' : ''}>{say(left < 0 ? 'over' : 'left', { count: Math.abs(left) })}</p>}
    </form>
  )
}

/** What the shop asks first is not answered yet. */
const heldBack = ({ gate, shop, ticketId, thread }: Props['model']): boolean =>
  !ticketId && !thread?.get().messages[0] && (gate ? !gate() : Boolean(shop?.form[0]))

/** As high as its text, within what the style sheet allows. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
