import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import replace from '@rollup/plugin-replace'
import terser from '@rollup/plugin-terser'
import { transform } from 'esbuild'
import esbuild from 'rollup-plugin-esbuild'
import { leanSocket, PRIVATE, withoutUncalled } from './socket/build.mjs'

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
    for (const { name, fileName, isEntry } of Object.values(bundle)) {
      if (!isEntry) continue
      if (name === 'panel') built.panel = fileName
      else built.words[name] = fileName
    }
  },
})

const plugins = () => [
  nodeResolve({ browser: true, exportConditions: ['source', 'browser'], extensions: ['.ts', '.tsx', '.mjs', '.js'] }),
  styles(),
  esbuild({ target: BROWSERS, jsx: 'automatic', jsxImportSource: 'preact', tsconfig: false }),
]

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
      chunkFileNames: '[name]-[hash:6].js',
      externalLiveBindings: false,
      freeze: false,
    },
    // What the parts that come later share with the panel stays in it: no third file for a first message.
    preserveEntrySignatures: 'allow-extension',
    treeshake: { moduleSideEffects: (id) => !id.includes('node_modules') },
    plugins: [
      leanSocket(),
      withoutUncalled(),
      ...plugins(),
      minify({ module: true, mangle: { properties: { regex: PRIVATE, keep_quoted: true } } }),
      noteNames(),
    ],
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
