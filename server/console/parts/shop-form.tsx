import type { Failure } from '@comptoir/sdk'
import { LIMITS, type Shop, type ShopChange } from '@comptoir/sdk/contract'
import { useState } from 'preact/hooks'
import { LANGUAGES, useReader } from '../state/language.ts'
import { tell } from '../state/notices.ts'
import { Field } from './field.tsx'

interface FormProps {
  shop: Shop
  change: (change: ShopChange) => Promise<Failure | null>
}

export const originLines = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean)

export function ShopForm({ shop, change }: FormProps) {
  const { say } = useReader()
  const [name, setName] = useState(shop.name)
  const [locale, setLocale] = useState(shop.locale)
  const [origins, setOrigins] = useState(shop.origins.join('\n'))
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const languages = Object.keys(LANGUAGES).includes(shop.locale)
    ? LANGUAGES
    : { ...LANGUAGES, [shop.locale]: shop.locale }

  const save = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const refused = await change({ name: name.trim(), locale, origins: originLines(origins) })
    setBusy(false)
    setFailure(refused)
    if (!refused) tell(say('settings.saved'))
  }
  const wrong = (field: string) =>
    failure?.errors
      .filter((error) => error.path === field || error.path.startsWith(`${field}.`))
      .map((one) => one.detail) ?? []

  return (
    <form class="form" onSubmit={(event) => void save(event)} aria-busy={busy}>
      <Field label={say('settings.name')} wrong={wrong('name')}>
        {(ids) => (
          <input
            {...ids}
            class="input"
            value={name}
            required
            maxLength={LIMITS.name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={say('settings.locale')} hint={say('settings.localeHint')} wrong={wrong('locale')}>
        {(ids) => (
          <select {...ids} class="input" value={locale} onChange={(event) => setLocale(event.currentTarget.value)}>
            {Object.entries(languages).map(([code, language]) => (
              <option key={code} value={code}>
                {language}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say('settings.origins')} hint={say('settings.originsHint')} wrong={wrong('origins')}>
        {(ids) => (
          <textarea
            {...ids}
            class="input is-code"
            rows={4}
            spellcheck={false}
            value={origins}
            onInput={(event) => setOrigins(event.currentTarget.value)}
          />
        )}
      </Field>
      <p class="wrong" role="alert">
        {failure && say(`failure.${failure.code}`)}
      </p>
      <button type="submit" class="button is-main" aria-disabled={busy}>
        {say(busy ? 'settings.saving' : 'settings.save')}
      </button>
    </form>
  )
}
