import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import replace from '@rollup/plugin-replace'
import terser from '@rollup/plugin-terser'
import { transform } from 'esbuild'
import esbuild from 'rollup-plugin-esbuild'
import { leanSocket } from './socket/build.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const out = here('dist')
const BROWSERS = ['chrome115', 'firefox115', 'safari16.4']

const languages = readdirSync(here('panel/locales')).flatMap((name) => name.match(/^[a-z]{2}(?=\.ts$)/) ?? [])
/** Of all the languages in one, so that the loader need not know the name of each file. */
const edition = hashOf(languages.map((language) => readFileSync(here(`panel/locales/${language}.ts`))))
function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64url').replace(/[-_]/g, '').slice(0, 6)
}

/** What the loader must know of the other build: the panel's hashed name under `/widget/`. */
const built = { panel: '' }

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
    for (const { name, fileName } of Object.values(bundle)) if (name === 'panel') built.panel = fileName.slice(0, -3)
  },
})

/** The loader once more under the name of its content, with what `integrity` says of it: for pages that pin it. */
const pinned = () => ({
  name: 'pinned',
  generateBundle(_, { 'widget.js': { code } }) {
    const file = `widget-${hashOf([code])}.js`
    const integrity = `sha384-${createHash('sha384').update(code).digest('base64')}`
    this.emitFile({ type: 'asset', fileName: file, source: code })
    this.emitFile({ type: 'asset', fileName: 'widget.json', source: JSON.stringify({ file, integrity }) })
  },
})

/** Packs once what the server gives to everybody. */
const pack = () => ({
  name: 'pack',
  async writeBundle({ dir, file }, bundle) {
    const folder = dir ?? dirname(file)
    const packs = Object.keys(bundle).flatMap((name) => {
      const bytes = readFileSync(join(folder, name))
      const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
      return [
        writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes, best)),
        writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 })),
      ]
    })
    await Promise.all(packs)
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
    compress: { passes: 2, unsafe: true, unsafe_arrows: true, inline: 1, pure_getters: true, keep_fargs: false },
    ...options,
  })

export default [
  {
    input: {
      panel: here('panel/main.tsx'),
      ...Object.fromEntries(languages.map((l) => [l, here(`panel/locales/${l}.ts`)])),
    },
    output: {
      dir: out,
      format: 'es',
      entryFileNames: ({ name }) => (languages.includes(name) ? `words-${edition}-${name}.js` : '[name]-[hash:6].js'),
      chunkFileNames: '[name]-[hash:6].js',
      externalLiveBindings: false,
      freeze: false,
    },
    // What the parts that come later share with the panel stays in it: no third file for a first message.
    preserveEntrySignatures: 'allow-extension',
    treeshake: { moduleSideEffects: (id) => !id.includes('node_modules') },
    plugins: [leanSocket(), ...plugins(), minify({ module: true }), noteNames(), pack()],
  },
  {
    input: here('loader/main.ts'),
    output: { file: here('dist/widget.js'), format: 'iife', strict: false },
    plugins: [
      replace({
        preventAssignment: true,
        values: { __PANEL__: () => JSON.stringify(built.panel), __WORDS__: JSON.stringify(`words-${edition}-`) },
      }),
      ...plugins(),
      // In ASCII: a classic script is read in the page's encoding where its server names none.
      minify({ toplevel: true, format: { ascii_only: true } }),
      pinned(),
      pack(),
    ],
  },
  {
    input: here('module/index.ts'),
    output: { file: here('dist/module.js'), format: 'es' },
    plugins: plugins(),
  },
]
