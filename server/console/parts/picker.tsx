import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { useReader } from '../state/language.ts'
import { type Choice, endQuestion, type Mark, type Question, question } from '../state/picker.ts'
import { useSource } from '../state/source.ts'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { PriorityIcon, StatusIcon } from './status.tsx'

/** The one list in which everything is chosen: statuses, people, tags, times, commands. */
export function Picker() {
  const asked = useSource(question)
  return asked && <Open key={asked.title + asked.placeholder} asked={asked} />
}

function Open({ asked }: { asked: Question }) {
  const { say } = useReader()
  const [text, setText] = useState(asked.text ?? '')
  const [at, setAt] = useState(0)
  const dialog = useRef<HTMLDialogElement>(null)
  const listId = useId()
  const { choices, waiting } = useChoices(asked, text)
  const active = choices[Math.min(at, choices.length - 1)]
  useModal(dialog)

  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    // First out of the way, so that what it does may ask the next question.
    endQuestion()
    dialog.current?.close()
    choice.pick()
  }
  const pressed = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    const step = steps[event.key]
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault()
      choose(active)
    } else if (step && choices.length > 0 && asked.input === undefined) {
      event.preventDefault()
      setAt((now) => Math.max(0, Math.min(choices.length - 1, Math.min(now, choices.length - 1) + step)))
    }
  }

  return (
    <dialog
      ref={dialog}
      class="picker"
      aria-label={asked.title}
      onClose={() => question.get() === asked && endQuestion()}
    >
      <div class="picker-inside">
        <input
          class="picker-input"
          {...(asked.input === undefined
            ? {
                role: 'combobox',
                'aria-expanded': 'true',
                'aria-controls': listId,
                'aria-activedescendant': active ? `${listId}-${active.key}` : undefined,
              }
            : { type: asked.input })}
          aria-label={asked.title}
          placeholder={asked.placeholder}
          value={text}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={pressed}
        />
        <div id={listId} class="picker-list" role="listbox" aria-label={asked.title} aria-busy={waiting}>
          {choices.map((choice) => (
            <Row
              key={choice.key}
              id={`${listId}-${choice.key}`}
              choice={choice}
              active={choice === active}
              choose={() => choose(choice)}
            />
          ))}
        </div>
        {choices.length === 0 && (
          <p class="picker-none" role="status">
            {waiting ? say('app.loading') : (asked.none ?? say('picker.none'))}
          </p>
        )}
      </div>
    </dialog>
  )
}

interface RowProps {
  id: string
  choice: Choice
  active: boolean
  choose: () => void
}

function Row({ id, choice, active, choose }: RowProps) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    // The keys are the field's above, which says by aria-activedescendant where the reader is.
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      class="picker-row"
      onClick={choose}
      onKeyDown={(event) => event.key === 'Enter' && choose()}
    >
      <MarkOf mark={choice.mark} />
      <span class="picker-label" dir="auto">
        {choice.label}
      </span>
      {choice.hint && <span class="picker-hint">{choice.hint}</span>}
      {choice.current && <Icon name="check" />}
      {choice.keys && (
        <span class="picker-keys">
          {choice.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </div>
  )
}

export function MarkOf({ mark }: { mark: Mark }) {
  if ('status' in mark) return <StatusIcon status={mark.status} />
  if ('priority' in mark) return <PriorityIcon priority={mark.priority} />
  if ('icon' in mark) return <Icon name={mark.icon} />
  const { id, name, present } = mark.person
  return (
    <span class={present ? 'person is-present' : 'person'}>
      <Avatar name={name} id={id} />
    </span>
  )
}

function useChoices(asked: Question, text: string): { choices: readonly Choice[]; waiting: boolean } {
  const found = useMemo(() => asked.choices(text), [asked, text])
  const isHere = 'length' in found
  const [late, setLate] = useState<{ of: unknown; choices: readonly Choice[] } | null>(null)
  useEffect(() => {
    if ('length' in found) return
    let wanted = true
    void found.then((choices) => wanted && setLate({ of: found, choices }))
    return () => {
      wanted = false
    }
  }, [found])
  if (isHere) return { choices: found, waiting: false }
  // What was found for fewer letters stands there until the answer comes.
  return { choices: late?.choices ?? [], waiting: late?.of !== found }
}

function useModal(ref: { current: HTMLDialogElement | null }): void {
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    const closeOutside = (event: MouseEvent) => event.target === dialog && dialog.close()
    dialog.addEventListener('click', closeOutside)
    dialog.showModal()
    dialog.querySelector('input')?.select()
    return () => dialog.close()
  }, [])
}
