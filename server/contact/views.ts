import { type Category, LIMITS } from '@comptoir/sdk/contract'
import { html } from 'hono/html'
import { isRenamed, labelIn, USUAL_CATEGORY } from '../categories/rules.ts'
import { frame, type Html } from '../platform/page/frame.ts'
import type { PageLanguage } from '../platform/page/language.ts'
import { fill } from '../platform/page/words.ts'
import type { ShopRecord } from '../schema.ts'
import { type ContactWords, en } from './locales/en.ts'
import { fr } from './locales/fr.ts'

const WORDS: Record<PageLanguage, ContactWords> = { en, fr }

export const SCRIPT = '/page/contact.js'

export interface Visit {
  language: PageLanguage
  shop: ShopRecord
  /** The shop's key as the address has it. */
  key: string | undefined
  /** Names this submission, so that a form sent twice opens one ticket. */
  once: string
  /** Those in use. */
  categories: Category[]
}

/** What was sent, to be shown again; which fields were wrong; and what is to be said about it. */
export interface Sent {
  form?: Record<string, unknown>
  wrong?: string[]
  notice?: 'check' | 'busy' | 'failed'
}

type Field = keyof ContactWords['missing']
const MOST: Record<Field, number> = {
  name: LIMITS.name,
  email: LIMITS.email,
  category: 64,
  orderId: LIMITS.orderId,
  subject: LIMITS.subject,
  message: LIMITS.description,
}

export function formPage(visit: Visit, { form = {}, wrong = [], notice }: Sent = {}): Html {
  const words = WORDS[visit.language]
  const said = (field: Field): string => (typeof form[field] === 'string' ? form[field] : '')
  const drawn = (field: Field, { required = true, ...more }: Drawing) =>
    draw(
      {
        words,
        names: choicesOf(visit),
        language: visit.language,
        field,
        value: said(field),
        wrong: wrong.includes(field),
        required,
      },
      more,
    )
  return sheet(
    visit,
    words.title,
    html`<h1>${words.title}</h1>
      <p class="lead">${words.lead}</p>
      <p class="notice" role="alert" ${notice ? '' : html`hidden`}>${notice ? words[notice] : ''}</p>
      <form class="fields" method="post" id="contact" data-key="${visit.key ?? ''}" data-check="${words.check}"
        data-busy="${words.busy}" data-offline="${words.offline}" data-failed="${words.failed}">
        <input type="hidden" name="once" value="${visit.once}">
        <div class="pair">${drawn('name', { autocomplete: 'name' })}
        ${drawn('email', { type: 'email', autocomplete: 'email' })}</div>
        <div class="pair">${drawn('category', { kind: 'choice' })}
        ${drawn('orderId', { required: false, autocomplete: 'off' })}</div>
        ${drawn('subject', { autocomplete: 'off' })}
        ${drawn('message', { kind: 'text', autocomplete: 'off' })}
        <button class="button" data-sending="${words.sending}">${words.send}</button>
      </form>
      <template id="thanks">${thanks(visit, '{number}')}</template>
      ${languages(visit)}`,
  )
}

interface Drawing {
  kind?: 'line' | 'text' | 'choice'
  required?: boolean
  type?: string
  autocomplete?: string
}

interface Drawn {
  words: ContactWords
  /** Of the categories, by their ids. */
  names: Record<string, string>
  language: PageLanguage
  field: Field
  value: string
  wrong: boolean
  required: boolean
}

function draw(drawn: Drawn, { kind = 'line', type = 'text', autocomplete = 'off' }: Omit<Drawing, 'required'>): Html {
  const { words, names, language, field, value, wrong, required } = drawn
  const tooLong = fill(words.tooLong, { most: MOST[field].toLocaleString(language) })
  const common = html`class="input" id="${field}" name="${field}" aria-describedby="${field}-wrong" data-missing="${words.missing[field]}"
    data-long="${tooLong}" data-most="${MOST[field]}" ${required ? html`required` : ''} ${wrong ? html`aria-invalid="true"` : ''}`
  const input = {
    line: () => html`<input type="${type}" ${common} autocomplete="${autocomplete}" value="${value}">`,
    text: () => html`<textarea ${common} rows="6">${value}</textarea>`,
    choice: () => html`<select ${common}>${choices(names, value)}</select>`,
  }[kind]()
  return html`<div class="field">
    <label class="label" for="${field}">${words[field]} ${required ? '' : html`<span class="optional">${words.optional}</span>`}</label>
    ${input}
    <p class="wrong" id="${field}-wrong">${wrong ? (value.length > MOST[field] ? tooLong : words.missing[field]) : ''}</p>
  </div>`
}

const choices = (names: Record<string, string>, chosen: string): Html[] =>
  Object.entries(names).map(
    ([category, name]) =>
      html`<option value="${category}" ${category === (chosen || USUAL_CATEGORY) ? html`selected` : ''}>${name}</option>`,
  )

/** What a sender may choose: what the shop has named or added, and the usual ones in the page's own words. */
function choicesOf({ shop, language, categories }: Visit): Record<string, string> {
  const words: Record<string, string> = WORDS[language].categories
  return Object.fromEntries(
    categories.flatMap((category) => {
      const name = isRenamed(category) ? labelIn(category, language, shop.locale) : words[category.id]
      return name === undefined ? [] : [[category.id, name]]
    }),
  )
}

export const thanksPage = (visit: Visit, number: string): Html =>
  sheet(visit, WORDS[visit.language].thanks, thanks(visit, number))

function thanks({ language, key }: Visit, number: string): Html {
  const words = WORDS[language]
  return html`<h1 tabindex="-1">${words.thanks}</h1>
    <p class="lead">${fill(words.received, { number })}</p>
    <p><a href="${addressOf(key, language)}">${words.another}</a></p>`
}

export function nobodyPage(language: PageLanguage): Html {
  const words = WORDS[language]
  return frame(
    { language, title: words.nobody, shop: null },
    html`<h1>${words.nobody}</h1><p class="lead">${words.nobodyLead}</p>`,
  )
}

const sheet = ({ language, shop }: Visit, title: string, body: Html): Html =>
  frame({ language, title, shop: { name: shop.name, color: shop.settings.widget.color }, script: SCRIPT }, body)

function languages({ language, key }: Visit): Html {
  const other = language === 'fr' ? 'en' : 'fr'
  return html`<p class="languages"><a href="${addressOf(key, other)}" hreflang="${other}" lang="${other}">${WORDS[language].other}</a></p>`
}

export const addressOf = (key: string | undefined, language: PageLanguage, more: Record<string, string> = {}): string =>
  `/contact?${new URLSearchParams({ ...(key !== undefined && { shop: key }), lang: language, ...more })}`
