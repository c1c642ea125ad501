import { SCORES, type Score, type Ticket, type TicketStatus } from '@comptoir/sdk/contract'
import { useRef, useState } from 'preact/hooks'
import { askAsShopper, dress, keepKit, kitOf, newSheet } from '../more/kit.ts'
import { learn, sayOf } from '../more/words.ts'
import type { Props } from '../screens/props.ts'
import type { PartKit } from '../state/model.ts'
import styles from './care.css'

const sheet = newSheet(styles)

export async function open(kit: PartKit): Promise<void> {
  keepKit(kit)
  await learn(kit.model.locale)
  dress(kit, sheet)
}

/** What is asked when the work is done: whether it is, and how it went. */
export function View({ model, actions }: Props) {
  const ticket = model.thread?.get().ticket
  if (!ticket || (ticket.status !== 'resolved' && ticket.status !== 'closed')) return null
  const kit = kitOf(model)
  return (
    <div class="care" key={ticket.id}>
      {ticket.status === 'resolved' && <Verdict kit={kit} ticket={ticket} />}
      <Rating kit={kit} ticket={ticket} />
      <p class="over">{model.say(ticket.status)}</p>
      <button type="button" class="plain" onClick={() => actions.startNew()}>
        {model.say('newChat')}
      </button>
    </div>
  )
}

function Verdict({ kit, ticket }: { kit: PartKit; ticket: Ticket }) {
  const say = sayOf(kit)
  const [state, setState] = useState<'asked' | 'saying' | 'failed'>('asked')
  const tell = async (status: TicketStatus) => {
    if (state === 'saying') return
    setState('saying')
    try {
      await askAsShopper(kit, 'PUT', `/api/tickets/${ticket.id}/status`, { status })
      if (status === 'open') kit.model.status = say('reopened')
      setState('asked')
      await kit.actions.refresh()
    } catch (failure) {
      setState('failed')
      kit.actions.fail(failure)
    }
  }
  return (
    <div class="ask-end" role="group" aria-label={say('solved')} aria-busy={state === 'saying'}>
      <p>
        <b>{say('solved')}</b>
      </p>
      <button type="button" class="small" onClick={() => tell('closed')}>
        {say('isSolved')}
      </button>
      <button type="button" class="small" onClick={() => tell('open')}>
        {say('notYet')}
      </button>
      <p role="status" class="bad">
        {state === 'failed' && say('trouble')}
      </p>
    </div>
  )
}

const NAMES = { 1: 'score1', 2: 'score2', 3: 'score3', 4: 'score4', 5: 'score5' } as const
const STAR = 'm12 3 2.7 5.8 6.3.7-4.7 4.3 1.3 6.2L12 16.9 6.4 20l1.3-6.2L3 9.5l6.3-.7z'

function Rating({ kit, ticket }: { kit: PartKit; ticket: Ticket }) {
  const say = sayOf(kit)
  const [score, setScore] = useState<Score | null>(null)
  const [comment, setComment] = useState('')
  const [given, setGiven] = useState<Score | null>(ticket.rating)
  const [state, setState] = useState<'asked' | 'sending' | 'failed'>('asked')
  const place = useRef<HTMLParagraphElement>(null)
  const done = given ?? ticket.rating
  if (done)
    return (
      <p class="rated" role="status" ref={place}>
        {say('rated', { name: say(NAMES[done]) })}
      </p>
    )
  const send = async (event: Event) => {
    event.preventDefault()
    if (!score || state === 'sending') return
    setState('sending')
    try {
      const words = comment.trim()
      await kit.client.tickets.rate(ticket.id, { score, ...(words && { comment: words }) })
      setGiven(score)
      kit.model.status = say('rated', { name: say(NAMES[score]) })
    } catch (failure) {
      setState('failed')
      kit.actions.fail(failure)
    }
  }
  return (
    <form class="rating" onSubmit={send}>
      <fieldset>
        <legend>{say('rate')}</legend>
        {SCORES.map((one) => (
          <label key={one} class={score && one <= score ? 'star on-star' : 'star'} title={say(NAMES[one])}>
            <input
              type="radio"
              name={`score-${ticket.id}`}
              value={one}
              checked={score === one}
              aria-label={say(NAMES[one])}
              onChange={() => setScore(one)}
            />
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d={STAR} />
            </svg>
          </label>
        ))}
      </fieldset>
      {score && (
        <>
          <textarea
            rows={2}
            maxLength={2000}
            dir="auto"
            placeholder={say('comment')}
            aria-label={say('comment')}
            value={comment}
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
          />
          <button type="submit" class="main" aria-busy={state === 'sending'}>
            {say('sendRating')}
          </button>
        </>
      )}
      <p role="status" class="bad">
        {state === 'failed' && say('trouble')}
      </p>
    </form>
  )
}
