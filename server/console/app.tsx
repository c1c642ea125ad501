import { useEffect } from 'preact/hooks'
import { Desk } from './pages/desk.tsx'
import { SignIn } from './pages/sign-in.tsx'
import { Trouble } from './parts/blank.tsx'
import { Logo } from './parts/logo.tsx'
import { HOME } from './state/address.ts'
import { ReaderContext, reader, useReader } from './state/language.ts'
import { go, place } from './state/navigation.ts'
import { enter, session } from './state/session.ts'
import { useSource } from './state/source.ts'

export function App() {
  const found = useSource(reader)
  return found && <ReaderContext.Provider value={found}>{<Door />}</ReaderContext.Provider>
}

/** Who may see what: the sign-in keeps the address, so that one arrives where one wanted to go. */
function Door() {
  const now = useSource(session)
  const { page } = useSource(place)
  const { say } = useReader()
  useEffect(() => {
    if (now.phase === 'in' && page === 'signIn') go(HOME, 'replace')
  }, [now, page])

  if (now.phase === 'in') return <Desk client={now.client} me={now.me} />
  if (now.phase === 'out') return <SignIn ended={now.ended} />
  return (
    <main class="splash" aria-busy={now.phase === 'checking'}>
      <Logo />
      {now.phase === 'failed' ? (
        <Trouble title={say('signIn.unreachable')} failure={now.failure} retry={() => void enter()} />
      ) : (
        <p class="splash-wait">{say('app.loading')}</p>
      )}
    </main>
  )
}
