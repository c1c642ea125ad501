import type { AgentClient } from '@comptoir/sdk'
import type { Me } from '@comptoir/sdk/contract'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { KeysDialog } from '../parts/keys-dialog.tsx'
import { LiveWords } from '../parts/live-words.tsx'
import { Offline } from '../parts/offline.tsx'
import { Sidebar } from '../parts/sidebar.tsx'
import type { Place } from '../state/address.ts'
import { type Console, ConsoleContext } from '../state/console.ts'
import { createCounts } from '../state/counts.ts'
import { createInbox } from '../state/inbox.ts'
import { useReader } from '../state/language.ts'
import { lazy } from '../state/lazy.ts'
import { place } from '../state/navigation.ts'
import { question } from '../state/picker.ts'
import { results } from '../state/results.ts'
import { useSource } from '../state/source.ts'
import { createStaff } from '../state/staff.ts'
import { InboxPage } from './inbox.tsx'
import { MailPage } from './mail.tsx'
import { Missing } from './missing.tsx'
import { SettingsPage } from './settings.tsx'

const Picker = lazy(async () => (await import('../parts/picker.tsx')).Picker)
const ResultsDialog = lazy(async () => (await import('../parts/results-dialog.tsx')).ResultsDialog)

/** Everything that a signed-in agent sees: the frame, and the page of the address in it. */
export function Desk({ client, me }: { client: AgentClient; me: Me }) {
  const { say } = useReader()
  const [helping, setHelping] = useState(false)
  const here = useSource(place)
  const desk = useMemo<Console>(
    () => ({ client, me, inbox: createInbox(client), counts: createCounts(client), staff: createStaff(client) }),
    [client, me],
  )
  useEffect(
    () => () => {
      desk.inbox.close()
      desk.counts.close()
      desk.staff.close()
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
  if (here.page === 'inbox') return <InboxPage here={here} help={help} />
  if (here.page === 'settings') return <SettingsPage />
  if (here.page === 'mail') return <MailPage />
  return <Missing />
}
