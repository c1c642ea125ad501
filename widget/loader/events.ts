import type { EventDetails, EventName, Listener } from './api.ts'

export interface Events {
  on<K extends EventName>(event: K, listener: Listener<K>): () => void
  once<K extends EventName>(event: K, listener: Listener<K>): () => void
  off<K extends EventName>(event: K, listener: Listener<K>): void
  emit<K extends EventName>(event: K, detail: EventDetails[K]): void
}

/** By the listener as it was given: the one to call for it. */
type Listeners = { [K in EventName]: Map<Listener<K>, Listener<K>> }

export function openEvents(): Events {
  const listeners: Listeners = {
    ready: new Map(),
    open: new Map(),
    close: new Map(),
    'message:sent': new Map(),
    'message:received': new Map(),
    'message:state': new Map(),
    unread: new Map(),
    'ticket:created': new Map(),
    error: new Map(),
  }
  // Whoever can listen does so when the launcher stands already, and it happens once.
  const tellReady = () => {
    for (const [key, call] of listeners.ready) {
      listeners.ready.delete(key)
      call(undefined)
    }
  }
  const events: Events = {
    on(event, listener) {
      listeners[event].set(listener, listener)
      if (event === 'ready') queueMicrotask(tellReady)
      return () => events.off(event, listener)
    },
    once(event, listener) {
      listeners[event].set(listener, (detail) => {
        events.off(event, listener)
        listener(detail)
      })
      if (event === 'ready') queueMicrotask(tellReady)
      return () => events.off(event, listener)
    },
    off(event, listener) {
      listeners[event].delete(listener)
    },
    // In a microtask of its own each, so that a listener that throws is reported as the page's and silences nobody.
    emit(event, detail) {
      for (const [key, call] of listeners[event]) queueMicrotask(() => listeners[event].has(key) && call(detail))
    },
  }
  return events
}
