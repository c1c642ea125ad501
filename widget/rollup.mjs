import { readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import alias from '@rollup/plugin-alias'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import replace from '@rollup/plugin-replace'
import terser from '@rollup/plugin-terser'
import { transform } from 'esbuild'
import esbuild from 'rollup-plugin-esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const out = here('dist')
const LANGUAGES = ['en', 'fr']
const BROWSERS = ['chrome115', 'firefox115', 'safari16.4']

/** What the loader must know of the other builds: the hashed names under `/widget/`. */
const built = { panel: '', words: {} }

const styles = () => ({
  name: 'styles',
  async load(id) {
    if (!id.endsWith('.css')) return null
    const { code } = await transform(await readFile(id, 'utf8'), { loader: 'css', minify: true, target: BROWSERS })
    return `export default ${JSON.stringify(code.trim())}`
  },
})

const noteNames = () => ({
  name: 'note-names',
  buildStart: () => rm(out, { recursive: true, force: true }),
  generateBundle(_, bundle) {
    for (const { name, fileName } of Object.values(bundle)) {
      if (name === 'panel') built.panel = fileName
      else built.words[name] = fileName
    }
  },
})

/** Socket.IO's own manager and socket, on a transport of the size of a widget: see `socket/engine.ts`. */
const leanSocket = () => {
  const require = createRequire(import.meta.url)
  const library = require.resolve('socket.io-client/package.json').replace('package.json', 'build/esm/')
  return alias({
    entries: {
      'socket.io-client/manager': `${library}manager.js`,
      'socket.io-client': here('socket/io.ts'),
      'socket.io-parser': here('socket/parser.ts'),
      'engine.io-client': here('socket/engine.ts'),
    },
  })
}

const plugins = () => [
  nodeResolve({ browser: true, exportConditions: ['source', 'browser'], extensions: ['.ts', '.tsx', '.mjs', '.js'] }),
  styles(),
  esbuild({ target: BROWSERS, jsx: 'automatic', jsxImportSource: 'preact', tsconfig: false }),
]

// Names that only Socket.IO's manager, socket and our engine use, all of which are in the same file.
const PRIVATE = [
  '_[a-z]\\w*',
  '\\w+TimeoutFn',
  '\\w*econnect(ion\\w*|OnOpen)',
  'onreconnect|skipReconnect|randomizationFactor|(receive|send)Buffer|emitBuffered|(emit|sub)Events?',
  'emitReserved|notifyOutgoingListeners|nsps|cleanup|(en|de)coder|on(packet|event|ack|connect|disconnect|data|ping|decoded)',
  '(on|offAny|prependAny|listenersAny|onAny|off|prepend|listeners)AnyOutgoing|(on|off|prepend|listeners)Any',
]
const MANGLE = { properties: { regex: new RegExp(`^(${PRIVATE.join('|')})$`, 'i'), keep_quoted: true } }
const minify = (options) =>
  terser({
    ecma: 2020,
    compress: { passes: 4, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
    ...options,
  })

export default [
  {
    input: {
      panel: here('panel/main.tsx'),
      ...Object.fromEntries(LANGUAGES.map((l) => [l, here(`panel/locales/${l}.ts`)])),
    },
    output: {
      dir: out,
      format: 'es',
      entryFileNames: '[name]-[hash:6].js',
      externalLiveBindings: false,
      freeze: false,
    },
    treeshake: { moduleSideEffects: (id) => !id.includes('node_modules') },
    plugins: [leanSocket(), ...plugins(), minify({ module: true, mangle: MANGLE }), noteNames()],
  },
  {
    input: here('loader/main.ts'),
    output: { file: here('dist/widget.js'), format: 'iife', strict: false },
    plugins: [
      replace({
        preventAssignment: true,
        values: { __PANEL__: () => JSON.stringify(built.panel), __WORDS__: () => JSON.stringify(built.words) },
      }),
      ...plugins(),
      // In ASCII: a classic script is read in the page's encoding where its server names none.
      minify({ toplevel: true, format: { ascii_only: true } }),
    ],
  },
]
