import { useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { draftOf, keepDraft, type Writing } from './drafts.ts'

export interface Draft {
  writing: Writing
  setWriting(writing: Writing): void
  text: string
  setText(text: string): void
}

/** What is being written for a ticket, kept over a reload until it is sent. */
export function useDraft(ticketId: string, notesOnly: boolean): Draft {
  const { me } = useConsole()
  const agent = me.agent?.id ?? me.shop.id
  const [wished, setWriting] = useState<Writing>('answer')
  const writing = notesOnly ? 'note' : wished
  const [texts, setTexts] = useState({
    answer: draftOf(agent, ticketId, 'answer'),
    note: draftOf(agent, ticketId, 'note'),
  })
  const setText = (text: string) => {
    keepDraft(agent, ticketId, writing, text)
    setTexts((now) => ({ ...now, [writing]: text }))
  }
  return { writing, setWriting, text: texts[writing], setText }
}
