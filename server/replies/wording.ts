import { Liquid } from 'liquidjs'
import { BOUNDS, reasonOf } from '../mail/templates/own.ts'
import { refuse } from '../platform/failure.ts'

/** What an answer template can say. */
export interface ReplyView {
  shop: { name: string }
  customer: { name: string | null }
  agent: { name: string | null }
  ticket: { number: number; subject: string; status: string; priority: string; order: string | null }
}

const lenient = new Liquid({ strictFilters: true, ...BOUNDS })
/** Knows every name that can be said: another is a slip of the pen. */
const strict = new Liquid({ strictFilters: true, strictVariables: true, ...BOUNDS })

const EXAMPLE: ReplyView = {
  shop: { name: 'Maison Perle' },
  customer: { name: 'Mira' },
  agent: { name: 'Ada' },
  ticket: { number: 83, subject: 'The teapot is cracked', status: 'open', priority: 'medium', order: 'A-1' },
}

/** @throws Failure `invalid` that says in which line what is wrong */
export function checkBody(body: string): void {
  for (const view of [EXAMPLE, { ...EXAMPLE, customer: { name: null }, agent: { name: null } }]) say(body, view, strict)
}

/** As plain text. @throws Failure `invalid` */
export const fillIn = (body: string, view: ReplyView): string => say(body, view, lenient).trim()

function say(body: string, view: ReplyView, engine: Liquid): string {
  try {
    // A copy: what a template does to its words, no other sees.
    return String(engine.parseAndRenderSync(body, structuredClone({ ...view })))
  } catch (error) {
    throw refuse('body', reasonOf(error))
  }
}
