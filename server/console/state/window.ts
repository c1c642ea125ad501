import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'

export interface Span {
  first: number
  /** After the last one. */
  end: number
}

/** Rows beyond the edges that are drawn all the same, so that nothing is seen to be missing. */
const SPARE = 8

/** Which of `count` rows of one height are in sight. */
export function spanOf(count: number, height: number, top: number, room: number): Span {
  const first = Math.max(0, Math.floor(top / height) - SPARE)
  return {
    first: Math.min(first, Math.max(0, count - 1)),
    end: Math.min(count, Math.ceil((top + room) / height) + SPARE),
  }
}

/** The rows to draw now: however long the list is, the page holds a screenful of it. */
export function useSpan(scroller: RefObject<HTMLElement | null>, count: number, height: number): Span {
  const [at, setAt] = useState({ top: 0, room: 800 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element) setAt({ top: element.scrollTop, room: element.clientHeight || 800 })
  }, [])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () =>
      setAt((now) => {
        const next = { top: element.scrollTop, room: element.clientHeight || now.room }
        // Drawn anew only when another row comes into sight.
        const same = Math.floor(now.top / height) === Math.floor(next.top / height) && now.room === next.room
        return same ? now : next
      })
    const resized = new ResizeObserver(look)
    element.addEventListener('scroll', look, { passive: true })
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      resized.disconnect()
    }
  }, [height])
  return spanOf(count, height, at.top, at.room)
}
