import { html, raw } from 'hono/html'
import type { Html } from '../platform/page/frame.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A sentence with `code` in it. */
export const marked = (text: string): Html => html`${raw(escape(text).replace(/`([^`]+)`/g, '<code>$1</code>'))}`

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
