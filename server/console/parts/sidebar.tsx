import type { View } from '@comptoir/sdk/contract'
import { useEffect, useRef } from 'preact/hooks'
import { addressOf, BUILT_IN_VIEWS, type BuiltInView, HOME, type Place } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { shortNumber } from '../state/numbers.ts'
import { useSource } from '../state/source.ts'
import { Account } from './account.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Link } from './link.tsx'
import { Logo } from './logo.tsx'

export function Sidebar({ here, help }: { here: Place; help: () => void }) {
  const { me } = useConsole()
  const { say } = useReader()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone the views are a strip, and the current one may lie outside of it.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [addressOf(here)])
  return (
    <header class="sidebar">
      <p class="brand">
        <Logo />
        <span class="brand-name">{me.shop.name}</span>
      </p>
      <nav class="nav" ref={nav} aria-label={say('nav.label')}>
        <ul class="nav-views">
          {BUILT_IN_VIEWS.map((view) => (
            <ViewLink key={view} view={view} current={here.page === 'inbox' && here.view === view} />
          ))}
        </ul>
        <SavedViews here={here} />
        <ul class="nav-admin">
          {me.role === 'admin' && (
            <>
              <PageLink to={{ page: 'support' }} icon="chart" here={here} name={say('nav.support')} />
              <PageLink to={{ page: 'mail' }} icon="mail" here={here} name={say('nav.mail')} />
            </>
          )}
          <PageLink
            to={{ page: 'settings', section: 'replies' }}
            icon="template"
            here={here}
            name={say('nav.replies')}
          />
          {me.role === 'admin' && (
            <PageLink to={{ page: 'settings', section: 'shop' }} icon="shop" here={here} name={say('nav.settings')} />
          )}
        </ul>
      </nav>
      <Account help={help} />
    </header>
  )
}

const MARKS: Record<BuiltInView, IconName> = {
  mine: 'person',
  unassigned: 'inbox',
  due: 'clock',
  escalated: 'warn',
  snoozed: 'bell',
  all: 'chat',
}

function ViewLink({ view, current }: { view: BuiltInView; current: boolean }) {
  const { say, locale } = useReader()
  const counts = useSource(useConsole().counts)
  const count = counts[view] ?? 0
  const name = say(`view.${view}`)
  return (
    <li>
      <Link class="nav-link" to={{ ...HOME, view }} current={current} title={name}>
        <Icon name={MARKS[view]} />
        <span class="nav-text">{name}</span>
        {count > 0 && (
          <>
            <span class="nav-count" aria-hidden="true">
              {shortNumber(count, locale)}
            </span>
            <span class="unseen">{say('view.count', { count })}</span>
          </>
        )}
      </Link>
    </li>
  )
}

/** What this agent has laid out, and what colleagues share. */
function SavedViews({ here }: { here: Place }) {
  const { say } = useReader()
  const saved = useSource(useConsole().views)
  if (!saved || saved.length === 0) return null
  const isCurrent = ({ id }: View) => here.page === 'inbox' && here.view === id
  return (
    <ul class="nav-views nav-saved" aria-label={say('view.own')}>
      {saved.map((view) => (
        <li key={view.id}>
          <Link class="nav-link" to={{ ...HOME, view: view.id }} current={isCurrent(view)} title={view.name}>
            <Icon name={view.shared ? 'people' : 'folder'} />
            <span class="nav-text" dir="auto">
              {view.name}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function PageLink({ to, icon, here, name }: { to: Place; icon: IconName; here: Place; name: string }) {
  return (
    <li>
      <Link class="nav-link" to={to} current={addressOf(here) === addressOf(to)} title={name}>
        <Icon name={icon} />
        <span class="nav-text">{name}</span>
      </Link>
    </li>
  )
}
