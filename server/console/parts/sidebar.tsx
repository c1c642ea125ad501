import { useEffect, useRef } from 'preact/hooks'
import { addressOf, HOME, type Place, VIEWS, type View } from '../state/address.ts'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { shortNumber } from '../state/numbers.ts'
import { useSource } from '../state/source.ts'
import { Account } from './account.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Link } from './link.tsx'
import { Logo } from './logo.tsx'
import { StatusIcon } from './status.tsx'

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
          {VIEWS.map((view) => (
            <ViewLink key={view} view={view} current={here.page === 'inbox' && here.view === view} />
          ))}
        </ul>
        {me.role === 'admin' && (
          <ul class="nav-admin">
            <PageLink to="mail" icon="mail" here={here} />
            <PageLink to="settings" icon="shop" here={here} />
          </ul>
        )}
      </nav>
      <Account help={help} />
    </header>
  )
}

function ViewLink({ view, current }: { view: View; current: boolean }) {
  const { say, locale } = useReader()
  const counts = useSource(useConsole().counts)
  const count = view === 'all' ? undefined : counts[view]
  const name = say(`view.${view}`)
  return (
    <li>
      <Link class="nav-link" to={{ ...HOME, view }} current={current} title={name}>
        {view === 'all' ? <Icon name="inbox" /> : <StatusIcon status={view} />}
        <span class="nav-text">{name}</span>
        {count !== undefined && count > 0 && (
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

function PageLink({ to, icon, here }: { to: 'mail' | 'settings'; icon: IconName; here: Place }) {
  const { say } = useReader()
  return (
    <li>
      <Link class="nav-link" to={{ page: to }} current={here.page === to} title={say(`nav.${to}`)}>
        <Icon name={icon} />
        <span class="nav-text">{say(`nav.${to}`)}</span>
      </Link>
    </li>
  )
}
