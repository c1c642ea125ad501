import { choose, LANGUAGES, type Language, useReader } from '../state/language.ts'
import { Icon } from './icon.tsx'

export function LanguageChoice() {
  const { say, language } = useReader()
  return (
    <label class="select language-choice">
      <Icon name="globe" />
      <span class="unseen">{say('app.language')}</span>
      {/* Its options are exactly the languages. */}
      <select value={language} onChange={(event) => void choose(event.currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </label>
  )
}
