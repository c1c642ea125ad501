import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  label: string
  hint?: string
  wrong?: readonly string[]
  children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ComponentChildren
}

/** A field of a form with its name, its hint and what is wrong with it, joined for screen readers. */
export function Field({ label, hint, wrong = [], children }: FieldProps) {
  const id = useId()
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-hint`, 'aria-invalid': wrong.length > 0 })}
      <div id={`${id}-hint`}>
        {hint && <p class="field-hint">{hint}</p>}
        {wrong.map((line) => (
          <p key={line} class="wrong">
            {line}
          </p>
        ))}
      </div>
    </div>
  )
}
