import { type AskedField, LIMITS } from '@comptoir/sdk/contract'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Answers, Ask, check, told } from '../more/ask.tsx'
import { sayOf } from '../more/words.ts'
import type { PartKit } from '../state/model.ts'
import { deskOf } from './desk.ts'

/** A ticket with all that it is about: for what can wait, and for when nobody is there. */
export function Request({ kit, leave }: { kit: PartKit; leave: () => void }) {
  const { model, client, actions } = kit
  const say = sayOf(kit)
  const { known } = deskOf(model)
  const [answers] = useState<Answers>({ values: {}, errors: {} })
  const [text, setText] = useState(model.draft)
  const [isEmpty, setEmpty] = useState(false)
  const [state, setState] = useState<'writing' | 'sending' | 'failed'>('writing')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select')?.focus(), [])
  const fields = fieldsOf(kit, known)
  const send = async (event: Event) => {
    event.preventDefault()
    if (state === 'sending') return
    const fine = check(fields, answers)
    setEmpty(text.trim() === '')
    if (!fine || text.trim() === '') {
      kit.update()
      return void setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
    }
    setState('sending')
    const { about, who } = told(fields, answers)
    try {
      if (Object.keys(who).length > 0) await client.identify(who)
      const subject = answers.values.subject?.trim() ?? ''
      const ticket = await client.tickets.create({ ...about, subject, description: text.trim(), channel: 'form' })
      Object.assign(known, who)
      deskOf(model).page = 'home'
      kit.bridge.emit('ticket:created', { ticket })
      await actions.refresh()
      actions.pick(ticket.id)
    } catch (failure) {
      setState('failed')
      actions.fail(failure)
    }
  }
  return (
    <form class="form" ref={form} noValidate onSubmit={send} aria-labelledby="request">
      <button type="button" class="link" onClick={leave}>
        {say('back')}
      </button>
      <h3 id="request">{say('ticket')}</h3>
      {fields.map((asked) => (
        <Ask key={asked.field} kit={kit} asked={asked} answers={answers} />
      ))}
      <label class="ask">
        <span>{say('description')}</span>
        <textarea
          rows={5}
          required
          dir="auto"
          maxLength={LIMITS.description}
          value={text}
          aria-invalid={isEmpty}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {isEmpty && <small class="bad">{say('missing')}</small>}
      </label>
      <p role="status" class="bad">
        {state === 'failed' && say('notSent')}
      </p>
      <button type="submit" class="main" aria-busy={state === 'sending'}>
        {say(state === 'sending' ? 'sending' : 'submit')}
      </button>
    </form>
  )
}

function fieldsOf({ model }: PartKit, known: { name?: string | null; email?: string | null }): AskedField[] {
  const form = model.shop?.form ?? []
  const usual: AskedField[] = [
    { field: 'name', required: false },
    { field: 'email', required: true },
    { field: 'category', required: false },
    { field: 'orderId', required: false },
  ]
  const all = usual.map((asked) => {
    const required = asked.required || form.some((one) => one.field === asked.field && one.required)
    return { ...asked, required }
  })
  const own = form.filter((asked) => asked.own)
  const isKnown = ({ field }: AskedField) => (field === 'name' && known.name) || (field === 'email' && known.email)
  return [...all, ...own].filter((asked) => !isKnown(asked)).concat({ field: 'subject', required: true })
}
