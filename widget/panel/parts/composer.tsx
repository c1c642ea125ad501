import { LIMITS } from '@comptoir/sdk/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Props } from '../screens/props.ts'
import { Icon, SEND } from './icon.tsx'

/** From so many characters on, the shopper is told how many are left. */
const NEAR = 500

export function Composer({ model, actions }: Props) {
  const { draft, say } = model
  const field = useRef<HTMLTextAreaElement>(null)
  const left = LIMITS.message - draft.trim().length
  const mayNot = left < 0 || !draft.trim()

  useLayoutEffect(() => {
    if (!field.current) return
    field.current.style.height = 'auto'
    field.current.style.height = `${field.current.scrollHeight}px`
  }, [draft])

  const send = () => {
    if (mayNot) return
    actions.send(draft)
    actions.write('')
    field.current?.focus()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        placeholder={say('write')}
        aria-label={say('write')}
        aria-invalid={left < 0}
        value={draft}
        onInput={({ currentTarget }) => actions.write(currentTarget.value)}
        onKeyDown={(event) => {
          // 229: Safari sends the Enter that ends a composition after the composition.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
          event.preventDefault()
          send()
        }}
      />
      {left < NEAR && (
        <p class={left < 0 ? 'left over' : 'left'}>{say(left < 0 ? 'over' : 'left', { count: Math.abs(left) })}</p>
      )}
      <button class="send" type="submit" aria-label={say('send')} disabled={mayNot}>
        <Icon d={SEND} />
      </button>
    </form>
  )
}
