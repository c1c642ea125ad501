import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import alias from '@rollup/plugin-alias'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Socket.IO's own manager and socket, on a transport of the size of a widget: see `engine.ts`. */
export const leanSocket = () => {
  const require = createRequire(import.meta.url)
  const library = require.resolve('socket.io-client/package.json').replace('package.json', 'build/esm/')
  return alias({
    entries: {
      'socket.io-client/manager': `${library}manager.js`,
      'socket.io-client': here('io.ts'),
      'socket.io-parser': here('parser.ts'),
      'engine.io-client': here('engine.ts'),
    },
  })
}

/** What nobody here calls, and a minifier cannot know that of a method. The queue is for `retries`, which is not set. */
const UNCALLED =
  /^(on|off|prepend|listeners)Any(Outgoing)?$|^(send|compress|volatile|_addToQueue|_drainQueue|notifyOutgoingListeners)$/
/** What is left of them, and a sentence about servers of long ago. */
const UNNEEDED =
  /this\.(_drainQueue|notifyOutgoingListeners)\(\w+\);|if \(this\._opts\.retries [^}]+\}|if \(this\._anyListeners [^]+?(?=super)|"It seems you are trying [^"]*"/g
export const withoutUncalled = () => ({
  name: 'without-uncalled',
  transform(code, id) {
    if (!/socket\.io-client[\\/]build[\\/]esm[\\/]socket\.js$/.test(id)) return null
    const classes = this.parse(code).body.map(({ declaration }) => declaration?.body?.body ?? [])
    const methods = classes.flat().filter(({ key }) => UNCALLED.test(key?.name))
    if (methods.length === 0) this.error('The methods of Socket.IO’s socket are not where they were.')
    const left = methods.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), code)
    return { code: left.replace(UNNEEDED, ''), map: null }
  },
})

/** Names that only the manager, the socket and our engine use: all of them are in the same file, and may be shortened. */
const NAMES = [
  '_[a-z]\\w*',
  '\\w+TimeoutFn',
  '\\w*econnect(ion\\w*|OnOpen)',
  'onreconnect|skipReconnect|randomizationFactor|(receive|send)Buffer|emitBuffered|(emit|sub)Events?',
  'emitReserved|notifyOutgoingListeners|nsps|cleanup|(en|de)coder|on(packet|event|ack|connect|disconnect|data|ping|decoded)',
]
export const PRIVATE = new RegExp(`^(${NAMES.join('|')})$`, 'i')
