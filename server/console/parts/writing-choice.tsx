import type { Writing } from '@comptoir/sdk/contract'
import { useReader } from '../state/language.ts'
import { Icon } from './icon.tsx'

const KINDS = [
  ['answer', 'reply'],
  ['note', 'note'],
] as const

interface WritingProps {
  writing: Writing
  choose: (writing: Writing) => void
  notesOnly: boolean
}

export function WritingChoice({ writing, choose, notesOnly }: WritingProps) {
  const { say } = useReader()
  return (
    <fieldset class="writing">
      <legend class="unseen">{say('composer.kind')}</legend>
      {KINDS.map(([kind, icon]) => (
        <label key={kind} class="writing-tab">
          <input
            class="unseen"
            type="radio"
            name="writing"
            value={kind}
            disabled={notesOnly && kind === 'answer'}
            checked={writing === kind}
            onChange={() => choose(kind)}
          />
          <Icon name={icon} />
          {say(`composer.${kind}`)}
        </label>
      ))}
    </fieldset>
  )
}
