import { html } from 'hono/html'
import type { Html } from '../platform/page/frame.ts'
import type { Schema } from './example.ts'

/** What a value may be, in a few words, with links to the objects. */
export function typeOf(schema: Schema): Html {
  if (schema.$ref) return objectLink(schema.$ref)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return html`${choices.map((one, index) => html`${index > 0 ? ' or ' : ''}${typeOf(one)}`)}`
  if (schema.enum)
    return html`${schema.enum.map((one, index) => html`${index > 0 ? ' | ' : ''}<code>${JSON.stringify(one)}</code>`)}`
  if (schema.items) return html`list of ${typeOf(schema.items)}${bounds(schema)}`
  if (schema.properties) return html`{ ${Object.keys(schema.properties).join(', ')} }`
  if (typeof schema.additionalProperties === 'object') return html`names to ${typeOf(schema.additionalProperties)}`
  return html`${nameOf(schema)}${bounds(schema)}`
}

function objectLink(ref: string): Html {
  const name = ref.split('/').at(-1) ?? ''
  return html`<a href="#object-${name}">${name}</a>`
}

const nameOf = ({ type, format }: Schema): string =>
  format ?? (Array.isArray(type) ? type.join(' or ') : (type ?? 'any'))

function bounds({ minimum, maximum, minLength, maxLength, maxItems, default: usual }: Schema): string {
  const said = [
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : '',
    minLength !== undefined && minLength > 1 ? `at least ${minLength} characters` : '',
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    maxItems === undefined ? '' : `at most ${maxItems}`,
    usual === undefined ? '' : `${JSON.stringify(usual)} when left out`,
  ].filter(Boolean)
  return said.length > 0 ? `, ${said.join(', ')}` : ''
}
