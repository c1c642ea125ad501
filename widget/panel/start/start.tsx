import { Ask } from '../more/ask.tsx'
import { dress, keepKit, kitOf, newSheet } from '../more/kit.ts'
import { inLanguage, learn, sayOf } from '../more/words.ts'
import type { Props } from '../screens/props.ts'
import type { PartKit } from '../state/model.ts'
import { deskOf, guard } from './desk.ts'
import { Faq } from './faq.tsx'
import { Request } from './request.tsx'
import styles from './start.css'

const sheet = newSheet(styles)

export async function open(kit: PartKit): Promise<void> {
  keepKit(kit)
  await learn(kit.model.locale)
  dress(kit, sheet)
  await guard(kit)
}

/** What stands where a new conversation has no message yet. */
export function View({ model }: Props) {
  const kit = kitOf(model)
  const desk = deskOf(model)
  const { shop } = model
  const say = sayOf(kit)
  const go = (page: typeof desk.page) => {
    desk.page = page
    kit.update()
  }
  if (desk.page === 'request') return <Request kit={kit} leave={() => go('home')} />
  return (
    <div class="start">
      {desk.page === 'home' && (
        <>
          <p class="greeting">
            {(shop && inLanguage({ ...shop.greeting, en: '' }, model.locale)) || model.say('greeting')}
          </p>
          {shop && <Here kit={kit} />}
        </>
      )}
      {shop?.hasFaq && <Faq kit={kit} isOpen={desk.page === 'faq'} open={() => go('faq')} leave={() => go('home')} />}
      {desk.page === 'home' && (
        <>
          <button type="button" class="offer" onClick={() => go('request')}>
            <b>{say('ticket')}</b>
            <span class="meta">{say('ticketWhy')}</span>
          </button>
          {desk.asked.length > 0 && (
            <form class="form" aria-label={say('before')} onSubmit={(event) => event.preventDefault()}>
              <h3>{say('before')}</h3>
              {desk.asked.map((asked) => (
                <Ask key={asked.field} kit={kit} asked={asked} answers={desk.answers} />
              ))}
            </form>
          )}
        </>
      )}
    </div>
  )
}

/** Whether anybody is there, and else when. */
function Here({ kit }: { kit: PartKit }) {
  const { shop, locale } = kit.model
  const say = sayOf(kit)
  const { people = [], isOpen, opensAt = null } = shop ?? {}
  if (people.length > 0) {
    const name = new Intl.ListFormat(locale, { type: 'conjunction' }).format(
      people.map((one) => one.split(' ')[0] ?? one),
    )
    return (
      <div class="here">
        <span class="faces" aria-hidden="true">
          {people.map((one) => (
            <span key={one} class="face">
              {initialsOf(one)}
            </span>
          ))}
        </span>
        <p>{say(people.length > 1 ? 'hereMany' : 'here', { name })}</p>
      </div>
    )
  }
  if (isOpen) return <p class="here">{say('open')}</p>
  return (
    <p class="here">
      {opensAt ? `${say('closed')} ${say('backAt', { name: momentOf(opensAt, locale, Date.now()) })}` : say('closed')}{' '}
      {say('byMail')}
    </p>
  )
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? '')
    .join('')

const DAY = 86_400_000

/** `tomorrow at 09:00`, or the weekday's name; in the shopper's own zone. */
function momentOf(at: string, locale: string, now: number): string {
  const date = new Date(at)
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(date.getTime()) - midnight(now)) / DAY)
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(date)
  const day =
    days < 2
      ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(locale, { weekday: 'long', ...(days > 6 && { day: 'numeric', month: 'long' }) }).format(
          date,
        )
  return `${day}, ${clock}`
}
