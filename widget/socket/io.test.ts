import { vi } from 'vitest'
import { WebSocket } from 'ws'

// What holds of the SDK on the library must hold of it on the panel's own socket.
vi.mock('socket.io-client', () => import('./io.ts'))
// The browser's own are not in Node.
const page = new EventTarget()
vi.stubGlobal('WebSocket', WebSocket)
vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))

await import('../../sdk/client/live.test.ts')
await import('../../sdk/client/thread.test.ts')
await import('../../sdk/client/outbox.test.ts')
