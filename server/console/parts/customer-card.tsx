import { useReader } from '../state/language.ts'
import type { KnownCustomer } from '../state/ticket.ts'
import { shortDate } from '../state/times.ts'
import { Avatar } from './avatar.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Plain } from './property.tsx'

const STANDING: Record<KnownCustomer['standing'], IconName> = {
  anonymous: 'person',
  identified: 'badge',
  verified: 'verified',
}

/** Who asks, and who says so: the shop's own system, they themselves, or nobody. */
export function CustomerCard({ customer }: { customer: KnownCustomer }) {
  const { say, locale } = useReader()
  const { standing, name, email, externalId, createdAt } = customer
  return (
    <section class="details-block">
      <h3>{say('details.customer')}</h3>
      <div class="customer">
        <Avatar name={name} id={customer.id} />
        <div>
          <p class="customer-name" dir="auto">
            {name ?? say('people.visitor')}
          </p>
          <p class={`standing is-${standing}`} title={say(`standing.hint.${standing}`)}>
            <Icon name={STANDING[standing]} />
            {say(`standing.${standing}`)}
            <span class="unseen">{say(`standing.hint.${standing}`)}</span>
          </p>
        </div>
      </div>
      <dl class="properties">
        <Plain name={say('details.email')}>
          {email ? <a href={`mailto:${email}`}>{email}</a> : <i>{say('details.noEmail')}</i>}
          {email && standing === 'identified' && <span class="claimed">{say('details.claimed')}</span>}
        </Plain>
        {externalId && <Plain name={say('details.externalId')}>{externalId}</Plain>}
        {customer.locale && <Plain name={say('details.language')}>{languageName(customer.locale, locale)}</Plain>}
        {createdAt && <Plain name={say('details.since')}>{shortDate(createdAt, locale)}</Plain>}
      </dl>
    </section>
  )
}

/** A language may be told in any form that a browser sends; one that cannot be named is shown as it came. */
function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
