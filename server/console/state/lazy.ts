import { type ComponentType, createElement } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A part whose code is fetched when it is drawn first. Until then nothing stands in its place. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let found: ComponentType<P> | null = null
  return function Later(props: P) {
    const [Part, setPart] = useState<{ part: ComponentType<P> } | null>(found && { part: found })
    useEffect(() => {
      if (Part) return
      void load().then((part) => {
        found = part
        setPart({ part })
      })
    }, [Part])
    return Part && createElement(Part.part, props)
  }
}
