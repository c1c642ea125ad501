import type { EventDetails, EventName, Listener } from './api.ts'

export interface Events {
  on<K extends EventName>(event: K, listener: Listener<K>): () => void
  once<K extends EventName>(event: K, listener: Listener<K>): () => void
  off<K extends EventName>(event: K, listener: Listener<K>): void
  emit<K extends EventName>(event: K, detail: EventDetails[K]): void
}

type Entry = [event: string, listener: (detail: unknown) => void, once: unknown]

export function openEvents(): Events {
  const heard = new Set<Entry>()
  // In a microtask of its own each: one that throws is reported as the page's, and silences nobody.
  const tell = (entry: Entry, detail?: unknown) => {
    if (entry[2]) heard.delete(entry)
    queueMicrotask(() => entry[1](detail))
  }
  const listen = (event: string, listener: unknown, once?: unknown) => {
    // Sound: an entry is told of its own event only.
    const entry: Entry = [event, listener as Entry[1], once]
    heard.add(entry)
    // Whoever can listen does so when the launcher stands already.
    if (event === 'ready') tell(entry)
    return () => heard.delete(entry)
  }
  const about = (event: string, work: (entry: Entry) => void) => {
    for (const entry of heard) if (entry[0] === event) work(entry)
  }
  return {
    on: listen,
    once: (event, listener) => listen(event, listener, 1),
    off: (event, listener) => about(event, (entry) => entry[1] === listener && heard.delete(entry)),
    emit: (event, detail) => about(event, (entry) => tell(entry, detail)),
  }
}
