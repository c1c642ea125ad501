import { LASTING } from '@comptoir/sdk/contract'
import type { Socket } from '../platform/live.ts'

interface Writing {
  end: () => void
  timer: NodeJS.Timeout
}

const writing = new WeakMap<Socket, Map<string, Writing>>()

/**
 * Says that somebody writes, or does so no more; the latter also when they go without a word, and when no further sign
 * has come for a while. If their node dies, readers' clients let it fade after the same time.
 */
export function sayTyping(socket: Socket, ticketId: string, typing: boolean, say: (typing: boolean) => void): void {
  const now = writing.get(socket) ?? begin(socket)
  clearTimeout(now.get(ticketId)?.timer)
  now.delete(ticketId)
  if (typing && socket.connected) {
    const end = () => {
      now.delete(ticketId)
      say(false)
    }
    now.set(ticketId, { end, timer: setTimeout(end, LASTING.typing).unref() })
  }
  say(typing && socket.connected)
}

function begin(socket: Socket): Map<string, Writing> {
  const now = new Map<string, Writing>()
  writing.set(socket, now)
  socket.once('disconnect', () => {
    for (const { end, timer } of now.values()) {
      clearTimeout(timer)
      end()
    }
  })
  return now
}
