import type { ThreadMessage } from '@comptoir/sdk'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { keyOf } from './conversation.ts'

export interface Stick {
  scroller: RefObject<HTMLElement | null>
  /** Whether the newest message is in sight. */
  atEnd: boolean
  toEnd: () => void
}

/** Nearer than this to the end counts as there. */
const NEAR = 48

/**
 * Keeps the end of a conversation in sight for as long as the reader is there, and what is being read in its place
 * when earlier messages come in above it.
 */
export function useStickToEnd(messages: readonly ThreadMessage[], typing: boolean): Stick {
  const scroller = useRef<HTMLElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const sticking = useRef(true)
  const before = useRef({ first: '', height: 0 })
  const toEnd = () => {
    sticking.current = true
    setAtEnd(true)
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const first = messages[0] ? keyOf(messages[0]) : ''
    const earlierCame = before.current.first !== '' && first !== before.current.first
    if (sticking.current) element.scrollTop = element.scrollHeight
    else if (earlierCame) element.scrollTop += element.scrollHeight - before.current.height
    before.current = { first, height: element.scrollHeight }
  }, [messages, typing])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      sticking.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
      setAtEnd(sticking.current)
    }
    // The composer grows, the phone's keyboard opens: the end stays in sight all the same.
    const resized = new ResizeObserver(() => sticking.current && toEnd())
    element.addEventListener('scroll', look, { passive: true })
    resized.observe(element)
    for (const child of element.children) resized.observe(child)
    return () => {
      element.removeEventListener('scroll', look)
      resized.disconnect()
    }
  }, [])
  return { scroller, atEnd, toEnd }
}
