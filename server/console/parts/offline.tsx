import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../state/console.ts'
import { useReader } from '../state/language.ts'
import { Icon } from './icon.tsx'

/** Says that the connection is lost. The style sheet lets a short gap pass unseen. */
export function Offline() {
  const { client } = useConsole()
  const { say } = useReader()
  const [state, setState] = useState(client.state)
  useEffect(() => {
    setState(client.state)
    return client.on('state', setState)
  }, [client])
  return (
    <div role="status" class="offline-place">
      {state === 'offline' && (
        <p class="offline">
          <Icon name="offline" />
          {say('app.offline')}
        </p>
      )}
    </div>
  )
}
