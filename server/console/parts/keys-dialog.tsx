import type { Key } from '../locales/say.ts'
import { useReader } from '../state/language.ts'
import { singleKeys } from '../state/shortcuts.ts'
import { useSource } from '../state/source.ts'
import { Dialog } from './dialog.tsx'

const LIST = [
  ['keys.palette', 'Ctrl', 'K'],
  ['keys.move', 'J', 'K'],
  ['keys.open', 'O'],
  ['keys.select', 'X'],
  ['keys.answer', 'R'],
  ['keys.note', 'N'],
  ['keys.resolve', 'E'],
  ['keys.assign', 'A'],
  ['keys.take', 'I'],
  ['keys.status', 'S'],
  ['keys.priority', 'P'],
  ['keys.category', 'C'],
  ['keys.tags', 'T'],
  ['keys.snooze', 'H'],
  ['keys.merge', 'M'],
  ['keys.escalate', '!'],
  ['keys.undo', 'Z'],
  ['keys.filter', 'F'],
  ['keys.search', '/'],
  ['keys.details', ']'],
  ['keys.back', 'Esc'],
  ['keys.help', '?'],
  ['keys.send', 'Enter'],
  ['keys.sendResolve', 'Ctrl', 'Enter'],
  ['keys.line', 'Shift', 'Enter'],
  ['keys.template', '/'],
] as const satisfies readonly (readonly [Key, ...string[]])[]

export function KeysDialog({ close }: { close: () => void }) {
  const { say } = useReader()
  const on = useSource(singleKeys)
  return (
    <Dialog class="dialog is-wide" title={say('keys.title')} close={close}>
      <dl class="keys">
        {LIST.map(([what, ...keys]) => (
          <div key={what} class="keys-row">
            <dt>{say(what)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={on} onChange={(event) => singleKeys.set(event.currentTarget.checked)} />
        {say('keys.on')}
      </label>
    </Dialog>
  )
}
