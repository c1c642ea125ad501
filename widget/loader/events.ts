import type { EventDetails, EventName, Listener } from './api.ts'

export interface Events {
  on<K extends EventName>(event: K, listener: Listener<K>): () => void
  once<K extends EventName>(event: K, listener: Listener<K>): () => void
  off<K extends EventName>(event: K, listener: Listener<K>): void
  emit<K extends EventName>(event: K, detail: EventDetails[K]): void
}

type Entry = [event: string, listener: unknown, tell: (detail: EventDetails[EventName]) => void]

export function openEvents(): Events {
  const heard = new Set<Entry>()
  const listen = <K extends EventName>(event: K, listener: Listener<K>, once?: boolean) => {
    const tell: Entry[2] = (detail) => {
      if (once) heard.delete(entry)
      // Sound: an entry is told of its own event only.
      listener(detail as EventDetails[K])
    }
    const entry: Entry = [event, listener, tell]
    heard.add(entry)
    // Whoever can listen does so when the launcher stands already.
    if (event === 'ready') queueMicrotask(tell as () => void)
    return () => heard.delete(entry)
  }
  const about = (event: string, work: (entry: Entry) => void) => {
    for (const entry of heard) if (entry[0] === event) work(entry)
  }
  return {
    on: listen,
    once: (event, listener) => listen(event, listener, true),
    off: (event, listener) => about(event, (entry) => entry[1] === listener && heard.delete(entry)),
    // In a microtask of its own each: one that throws is reported as the page's, and silences nobody.
    emit: (event, detail) => about(event, ([, , tell]) => queueMicrotask(() => tell(detail))),
  }
}
