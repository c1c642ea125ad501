import type { ComponentChildren } from 'preact'
import { useReader } from '../state/language.ts'

interface PropertyProps {
  name: string
  /** The key that does the same. */
  keys?: string
  change: () => void
  /** What else can be done about it at once. */
  extra?: ComponentChildren
  children: ComponentChildren
}

/** What a ticket has, as a button that changes it. */
export function Property({ name, keys, change, extra, children }: PropertyProps) {
  const { say } = useReader()
  return (
    <div class="property">
      <dt>{name}</dt>
      <dd>
        <button type="button" class="property-value" title={keys ? `${name} (${keys})` : name} onClick={change}>
          <span class="unseen">{say('details.change', { what: name })} </span>
          {children}
        </button>
        {extra}
      </dd>
    </div>
  )
}

export const Plain = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div class="property">
    <dt>{name}</dt>
    <dd class="property-plain" dir="auto">
      {children}
    </dd>
  </div>
)
