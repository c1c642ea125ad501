import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import alias from '@rollup/plugin-alias'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { build as bundleStyles } from 'esbuild'
import esbuild from 'rollup-plugin-esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const out = here('../dist/console')
const BASE = '/console/'

/** Empties the folder, so that no file of an earlier build is served, and adds the style sheet, the icon and the page. */
function page() {
  return {
    name: 'console-page',
    buildStart: () => rm(out, { recursive: true, force: true }),
    async generateBundle(_, bundle) {
      const add = (name, source) => BASE + this.getFileName(this.emitFile({ type: 'asset', name, source }))
      const entry = Object.values(bundle).find((file) => file.isEntry)
      const html = (await readFile(here('index.html'), 'utf8'))
        .replace('%icon%', add('icon.svg', await readFile(here('icon.svg'), 'utf8')))
        .replace('%style%', add('app.css', await styles()))
        .replace('%script%', BASE + entry.fileName)
      this.emitFile({ type: 'asset', fileName: 'index.html', source: html })
    },
  }
}

async function styles() {
  const target = ['chrome115', 'firefox115', 'safari16.4']
  const options = { entryPoints: [here('styles/app.css')], bundle: true, minify: true, write: false, target }
  const { outputFiles } = await bundleStyles(options)
  return outputFiles[0].text
}

/** Socket.IO names its browser variants in `browser`, which the resolver does not read for a package that has `exports`. */
const forBrowsers = alias({
  entries: [
    { find: /^(\..*)\.node\.js$/, replacement: '$1.js' },
    { find: /^\.\/(en|de)codePacket\.js$/, replacement: './$1codePacket.browser.js' },
  ],
})

export default [
  {
    input: here('main.tsx'),
    output: {
      dir: out,
      format: 'es',
      entryFileNames: 'app-[hash].js',
      chunkFileNames: '[name]-[hash].js',
      assetFileNames: '[name]-[hash][extname]',
    },
    plugins: [
      forBrowsers,
      nodeResolve({
        browser: true,
        exportConditions: ['source', 'browser'],
        extensions: ['.ts', '.tsx', '.mjs', '.js'],
      }),
      esbuild({ target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', tsconfig: false }),
      terser({ module: true, compress: { passes: 2 } }),
      page(),
    ],
  },
]
