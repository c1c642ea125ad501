import { fileURLToPath } from 'node:url'
import alias from '@rollup/plugin-alias'

/** Socket.IO's client as far as the SDK needs it, of the size of a widget: see `io.ts`. */
export const leanSocket = () =>
  alias({ entries: { 'socket.io-client': fileURLToPath(new URL('io.ts', import.meta.url)) } })
