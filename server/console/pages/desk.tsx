import type { AgentClient } from '@comptoir/sdk'
import type { Me, Ticket } from '@comptoir/sdk/contract'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { KeysDialog } from '../parts/keys-dialog.tsx'
import { LiveWords } from '../parts/live-words.tsx'
import { Offline } from '../parts/offline.tsx'
import { Sidebar } from '../parts/sidebar.tsx'
import type { Place } from '../state/address.ts'
import { type Console, ConsoleContext, useConsole } from '../state/console.ts'
import { createCounts } from '../state/counts.ts'
import { createInbox } from '../state/inbox.ts'
import { useReader } from '../state/language.ts'
import { lazy } from '../state/lazy.ts'
import { place } from '../state/navigation.ts'
import { doMore } from '../state/notices.ts'
import { question } from '../state/picker.ts'
import { createReplies } from '../state/replies.ts'
import { results } from '../state/results.ts'
import { createSelection } from '../state/selection.ts'
import { useShortcuts } from '../state/shortcuts.ts'
import { useSource } from '../state/source.ts'
import { createStaff } from '../state/staff.ts'
import { createViews } from '../state/views.ts'
import { InboxPage } from './inbox.tsx'
import { Missing } from './missing.tsx'

/** Pages other than the inbox come when they are asked for. */
const MailPage = lazy(async () => (await import('./mail.tsx')).MailPage)
const SettingsPage = lazy(async () => (await import('./settings.tsx')).SettingsPage)
const SupportPage = lazy(async () => (await import('./support.tsx')).SupportPage)
const Picker = lazy(async () => (await import('../parts/picker.tsx')).Picker)
const ResultsDialog = lazy(async () => (await import('../parts/results-dialog.tsx')).ResultsDialog)

/** Everything that a signed-in agent sees: the frame, and the page of the address in it. */
export function Desk({ client, me }: { client: AgentClient; me: Me }) {
  const { say } = useReader()
  const [helping, setHelping] = useState(false)
  const here = useSource(place)
  const desk = useMemo(() => openConsole(client, me), [client, me])
  useEffect(
    () => () => {
      for (const source of [desk.inbox, desk.counts, desk.staff, desk.views]) source.close()
    },
    [desk],
  )
  const help = () => setHelping(true)

  return (
    <ConsoleContext.Provider value={desk}>
      <a class="skip" href="#main">
        {say('app.skip')}
      </a>
      <div class="frame" data-page={here.page} data-reading={here.page === 'inbox' && here.ticket !== null}>
        <Sidebar here={here} help={help} />
        <main id="main" class="main" tabIndex={-1}>
          <Offline />
          <Page here={here} help={help} />
        </main>
      </div>
      <LiveWords />
      <Asked />
      {helping && <KeysDialog close={() => setHelping(false)} />}
    </ConsoleContext.Provider>
  )
}

function openConsole(client: AgentClient, me: Me): Console {
  const myId = me.agent?.id ?? null
  return {
    client,
    me,
    inbox: createInbox(client, myId),
    counts: createCounts(client, myId),
    staff: createStaff(client),
    views: createViews(client),
    selection: createSelection(),
    replies: createReplies(client),
  }
}

/** What lies over the page when it is asked for. */
function Asked() {
  const isAsking = useSource(question) !== null
  const isShowing = useSource(results) !== null
  return (
    <>
      {isAsking && <Picker />}
      {isShowing && <ResultsDialog />}
    </>
  )
}

function Page({ here, help }: { here: Place; help: () => void }) {
  const desk = useConsole()
  const reader = useReader()
  const palette = (targets: readonly Ticket[]) =>
    void import('../state/commands.ts').then(({ openPalette }) => openPalette(targets, desk, reader, help))
  if (here.page === 'inbox') return <InboxPage {...{ here, help, palette }} />
  return <OtherPage here={here} help={help} palette={() => palette([])} />
}

function OtherPage({ here, help, palette }: { here: Place; help: () => void; palette: () => void }) {
  useShortcuts({ help, palette, undo: doMore })
  if (here.page === 'settings') return <SettingsPage section={here.section} />
  if (here.page === 'support') return <SupportPage />
  if (here.page === 'mail') return <MailPage />
  return <Missing />
}
