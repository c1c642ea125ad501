import type { AgentClient } from '@comptoir/sdk'
import { newId, type Writing } from '@comptoir/sdk/contract'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { draftOf, keepDraft } from './drafts.ts'
import { asFailure } from './failures.ts'

export interface Draft {
  writing: Writing
  setWriting(writing: Writing): void
  text: string
  setText(text: string): void
  /** Empties the field alone: what was written stays kept until `settle`, when it has really gone. */
  blank(): void
  settle(): void
}

/** A pause in writing after which the server is told. */
const PAUSE = 700
/** This page among all that the agent has open. */
const DEVICE = newId()

/**
 * What is being written for a ticket: kept here at once, and on the server for every other device. `replaced` is called
 * with what another device had written, when this one has written over it.
 */
export function useDraft(ticketId: string, notesOnly: boolean, replaced: (text: string) => void): Draft {
  const { client, me } = useConsole()
  const agent = me.agent?.id ?? me.shop.id
  const [wished, setWriting] = useState<Writing>('answer')
  const writing = notesOnly ? 'note' : wished
  const [texts, setTexts] = useState({
    answer: draftOf(agent, ticketId, 'answer'),
    note: draftOf(agent, ticketId, 'note'),
  })
  const latest = useRef({ texts, replaced })
  latest.current = { texts, replaced }
  const remote = useMemo(
    () => openRemote(client, ticketId, me.agent !== null, (text) => latest.current.replaced(text)),
    [client, ticketId],
  )
  const put = (kind: Writing, text: string) => {
    keepDraft(agent, ticketId, kind, text)
    setTexts((now) => ({ ...now, [kind]: text }))
  }

  useEffect(() => {
    const look = () =>
      void remote.read().then((drafts) => {
        for (const { writing: kind, text } of drafts) {
          // What is on the screen is not taken from under the writer's hands.
          if (!latest.current.texts[kind].trim()) put(kind, text)
        }
      })
    const seen = () => document.visibilityState === 'visible' && look()
    look()
    document.addEventListener('visibilitychange', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      remote.close()
    }
  }, [remote])

  const keepAll = (kind: Writing, text: string) => {
    put(kind, text)
    remote.keep(kind, text)
  }
  return {
    writing,
    setWriting,
    text: texts[writing],
    setText: (text) => keepAll(writing, text),
    blank: () => setTexts((now) => ({ ...now, [writing]: '' })),
    settle: () => keepAll('answer', latest.current.texts.answer),
  }
}

interface Remote {
  read(): Promise<readonly { writing: Writing; text: string }[]>
  keep(writing: Writing, text: string): void
  /** Tells the server what it has not been told yet. */
  close(): void
}

function openRemote(client: AgentClient, ticketId: string, isAgent: boolean, replaced: (text: string) => void): Remote {
  const bases: Record<Writing, string | null> = { answer: null, note: null }
  const waiting = new Map<Writing, { text: string; timer: ReturnType<typeof setTimeout> }>()

  async function tell(writing: Writing, text: string): Promise<void> {
    waiting.delete(writing)
    try {
      const kept = await client.drafts.keep(ticketId, { writing, text, device: DEVICE, base: bases[writing] })
      bases[writing] = kept.draft?.updatedAt ?? null
      if (kept.replaced) replaced(kept.replaced.text)
    } catch (error) {
      // It is kept in this browser all the same, and told with the next letter.
      asFailure(error)
    }
  }

  return {
    async read() {
      if (!isAgent) return []
      try {
        const { items } = await client.drafts.list(ticketId)
        for (const { writing, updatedAt } of items) bases[writing] = updatedAt
        return items.filter(({ device }) => device !== DEVICE)
      } catch (error) {
        asFailure(error)
        return []
      }
    },
    keep(writing, text) {
      if (!isAgent) return
      clearTimeout(waiting.get(writing)?.timer)
      waiting.set(writing, { text, timer: setTimeout(() => void tell(writing, text), PAUSE) })
    },
    close() {
      for (const [writing, { text, timer }] of [...waiting]) {
        clearTimeout(timer)
        void tell(writing, text)
      }
    },
  }
}
