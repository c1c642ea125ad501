import type { MailDraft } from '@comptoir/sdk/contract'
import { Liquid, LiquidError } from 'liquidjs'
import { isVisible } from '../../platform/text.ts'
import { EXAMPLE, type MailView } from './view.ts'

/** What a template may cost: characters, milliseconds, and some bytes. Without a folder there is no file to include. */
export const BOUNDS = {
  parseLimit: 20_000,
  renderLimit: 200,
  memoryLimit: 1_000_000,
  templates: {},
  ownPropertyOnly: true,
}

const lenient = new Liquid({ strictFilters: true, ...BOUNDS })
/** Knows every name that can be said: another is a slip of the pen. */
const strict = new Liquid({ strictFilters: true, strictVariables: true, ...BOUNDS })

const LONGEST_SUBJECT = 200

/** A template that does not work: where, and why. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly field: keyof MailDraft

  constructor(field: keyof MailDraft, reason: string) {
    super(reason)
    this.field = field
  }
}

/** Anybody can type anybody's address: without proof, no text of the writer's is carried to it, whatever the template asks for. */
export const shownOf = (view: MailView): MailView =>
  view.verified ? view : { ...view, customer: { name: null }, ticket: { ...view.ticket, subject: '' } }

/** Both as plain text. @throws TemplateError */
export function fillIn(draft: MailDraft, view: MailView, engine: Liquid = lenient): MailDraft {
  const say = (field: keyof MailDraft): string => {
    const said = sayField(field, draft[field], view, engine).trim()
    if (isVisible(said)) return said
    throw new TemplateError(field, 'Expected some text, got none.')
  }
  return { subject: inOneLine(say('subject')), body: say('body') }
}

function sayField(field: keyof MailDraft, template: string, view: MailView, engine: Liquid): string {
  try {
    // A copy: what one template does to its words, no other sees.
    return engine.parseAndRenderSync(template, structuredClone({ ...view }))
  } catch (error) {
    throw new TemplateError(field, reasonOf(error))
  }
}

/** Where it went wrong, and why, for whoever wrote it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!LiquidError.is(error)) return error.message
  const [line, column] = error.token.getPosition()
  return `Line ${line}, column ${column}: ${error.message.replace(/, (file:.*, )?line:\d+, col:\d+$/, '')}.`
}

/** It ends in a header. */
const inOneLine = (text: string): string =>
  [...text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')].slice(0, LONGEST_SUBJECT).join('').trim()

/** Tries a template on somebody known and on somebody unknown. @throws TemplateError */
export function checkDraft(draft: MailDraft): void {
  const bare = {
    customer: { name: null },
    agent: { name: null },
    escalation: { rule: null, reason: null },
    answers: [],
  }
  for (const view of [EXAMPLE, { ...EXAMPLE, ...bare, verified: false }]) fillIn(draft, shownOf(view), strict)
}
