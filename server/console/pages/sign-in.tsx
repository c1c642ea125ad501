import { useId, useRef, useState } from 'preact/hooks'
import { LanguageChoice } from '../parts/language-choice.tsx'
import { Logo } from '../parts/logo.tsx'
import { useTitle } from '../parts/title.ts'
import { useReader } from '../state/language.ts'
import { type Refused, signIn } from '../state/session.ts'

type Wrong = Refused | 'missing' | null

export function SignIn({ ended }: { ended: boolean }) {
  const { say } = useReader()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<Wrong>(null)
  const form = useRef<HTMLFormElement>(null)
  const wrongId = useId()
  useTitle(say('signIn.title'))

  async function submit(event: Event) {
    event.preventDefault()
    if (busy || !form.current) return
    const data = new FormData(form.current)
    const [email, password] = [String(data.get('email')).trim(), String(data.get('password'))]
    if (!email || !password) return setWrong('missing')
    setBusy(true)
    setWrong(null)
    const refused = await signIn(email, password)
    setWrong(refused)
    setBusy(false)
    if (refused === 'wrong') form.current?.querySelector<HTMLInputElement>('[name=password]')?.select()
  }

  const common = {
    class: 'input',
    required: true,
    autocapitalize: 'none',
    spellcheck: false,
    'aria-invalid': wrong !== null,
    'aria-describedby': wrongId,
  } as const
  return (
    <main class="sign-in">
      <form class="sign-in-card" ref={form} onSubmit={submit} noValidate aria-busy={busy}>
        <Logo />
        <h1>{say('signIn.title')}</h1>
        <p class="sign-in-lead">{ended ? say('signIn.ended') : say('signIn.lead')}</p>
        <label class="field">
          <span class="field-label">{say('signIn.email')}</span>
          <input {...common} name="email" type="email" autocomplete="username" />
        </label>
        <label class="field">
          <span class="field-label">{say('signIn.password')}</span>
          <input {...common} name="password" type="password" autocomplete="current-password" />
        </label>
        <p class="wrong" role="alert" id={wrongId}>
          {wrong && say(`signIn.${wrong}`)}
        </p>
        <button type="submit" class="button is-main is-tall" aria-disabled={busy}>
          {busy ? say('signIn.busy') : say('signIn.submit')}
        </button>
      </form>
      <LanguageChoice />
    </main>
  )
}
