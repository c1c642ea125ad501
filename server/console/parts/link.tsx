import type { ComponentChildren } from 'preact'
import { addressOf, type Place } from '../state/address.ts'
import { go } from '../state/navigation.ts'

interface LinkProps {
  to: Place
  class?: string
  current?: boolean
  label?: string
  title?: string
  ticket?: string
  onClick?: () => void
  children: ComponentChildren
}

/** A real link: it opens in a new tab, can be copied, and is followed here without a reload. */
export function Link({ to, current, label, title = label, ticket, onClick, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
    onClick?.()
  }
  return (
    <a
      class={rest.class}
      href={addressOf(to)}
      aria-current={current ? 'page' : undefined}
      aria-label={label}
      title={title}
      data-ticket={ticket}
      onClick={follow}
    >
      {children}
    </a>
  )
}
