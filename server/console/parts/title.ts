import { useEffect } from 'preact/hooks'
import { useReader } from '../state/language.ts'

/** The title of the window, with the number of unread tickets before it. */
export function useTitle(title: string, unread = 0): void {
  const { say } = useReader()
  const whole = `${title} · ${say('app.name')}`
  useEffect(() => {
    document.title = unread > 0 ? say('app.unread', { count: unread, title: whole }) : whole
  }, [whole, unread, say])
}
