import type { AskedField, FieldValue, TicketCategory } from '@comptoir/sdk/contract'
import type { PartKit } from '../state/model.ts'
import { inLanguage, type MoreKey, sayOf } from './words.ts'

/** What a shopper has filled in, by field; and what is wrong with it. */
export interface Answers {
  values: Record<string, string>
  errors: Record<string, MoreKey>
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/
const ORDER = 64

/** What is wrong with the answer to a field, if anything is. */
export function errorOf({ field, required, own }: AskedField, value = ''): MoreKey | undefined {
  const text = value.trim()
  if (!text) return required ? 'missing' : undefined
  if (field === 'email' && !EMAIL.test(text)) return 'badEmail'
  if (own?.type === 'number' && !Number.isFinite(Number(text))) return 'badNumber'
  return undefined
}

/** Whether all is well; else what is wrong is in `errors`. */
export function check(fields: readonly AskedField[], answers: Answers): boolean {
  const wrong = fields.flatMap((asked) => {
    const error = errorOf(asked, answers.values[asked.field])
    return error ? [[asked.field, error] as const] : []
  })
  answers.errors = Object.fromEntries(wrong)
  return wrong.length === 0
}

/** What the answers say of the ticket, and of who asks. */
export function told(fields: readonly AskedField[], { values }: Answers) {
  const given = (field: string) => values[field]?.trim() ?? ''
  const own = fields.flatMap(({ field, own }): [string, FieldValue][] =>
    own && given(field) ? [[field, own.type === 'number' ? Number(given(field)) : given(field)]] : [],
  )
  const [name, email, category, orderId] = ['name', 'email', 'category', 'orderId'].map(given)
  const about: { category?: TicketCategory; orderId?: string; fields?: Record<string, FieldValue> } = {
    ...(category && { category }),
    ...(orderId && { orderId }),
    ...(own.length > 0 && { fields: Object.fromEntries(own) }),
  }
  return { about, who: { ...(name && { name }), ...(email && { email }) } }
}

/** What a phone needs to know to offer the right keys, and a browser to fill it in. */
function kindOf({ field, own }: AskedField) {
  if (field === 'email') return { type: 'email', autocomplete: 'email' } as const
  if (field === 'name') return { type: 'text', autocomplete: 'name' } as const
  if (own?.type === 'date') return { type: 'date', autocomplete: 'off' } as const
  return { type: 'text', autocomplete: 'off' } as const
}

/** One field with its name and what is wrong with it. */
export function Ask({ kit, asked, answers }: { kit: PartKit; asked: AskedField; answers: Answers }) {
  const say = sayOf(kit)
  const { field, required, own } = asked
  const error = answers.errors[field]
  const label = own ? inLanguage(own.label, kit.model.locale) : isNamed(field) ? say(field) : field
  const choices = choicesOf(kit, asked)
  const take = ({ currentTarget }: { currentTarget: { value: string } }) => {
    answers.values[field] = currentTarget.value
    if (error) check([asked], answers)
    kit.update()
  }
  const common = {
    name: field,
    value: answers.values[field] ?? '',
    required,
    'aria-invalid': Boolean(error),
    'aria-describedby': error ? `${field}-error` : '',
    onInput: take,
  }
  return (
    <label class="ask">
      <span>
        {label}
        {!required && <small> · {say('optional')}</small>}
      </span>
      {choices ? (
        <select {...common}>
          <option value="">{say('choose')}</option>
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input {...common} {...kindOf(asked)} dir="auto" maxLength={field === 'orderId' ? ORDER : 254} />
      )}
      {error && (
        <small id={`${field}-error`} class="bad">
          {say(error)}
        </small>
      )}
    </label>
  )
}

const isNamed = (field: string): field is 'name' | 'email' | 'category' | 'orderId' | 'subject' =>
  ['name', 'email', 'category', 'orderId', 'subject'].includes(field)

function choicesOf({ model }: PartKit, { field, own }: AskedField): [string, string][] | undefined {
  if (own?.choices) return own.choices.map((choice) => [choice, choice])
  if (field !== 'category') return undefined
  return (model.shop?.categories ?? []).map(({ id, label }) => [id, inLanguage(label, model.locale)])
}
