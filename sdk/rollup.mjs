import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'rollup-plugin-esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const FORMS = { esm: { format: 'es', type: 'module' }, cjs: { format: 'cjs', type: 'commonjs' } }

/**
 * Each form lies in a folder of its own that says what it is, so that one name ending does for code and types of both.
 * Bundlers ask the nearest page about side effects.
 */
const sayType = (type) => ({
  name: 'say-type',
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'package.json',
      source: `${JSON.stringify({ type, sideEffects: false })}\n`,
    })
  },
})

/** The compiler writes types file by file, with the names that the sources have. */
const declarations = () => ({
  name: 'declarations',
  buildStart: () => rmSync(here('dist'), { recursive: true, force: true }),
  writeBundle({ dir }) {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', here('.'), '--outDir', dir], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`The types of the SDK could not be written.\n${stdout}`)
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.d.ts')) continue
      const file = join(dir, name)
      writeFileSync(file, readFileSync(file, 'utf8').replace(/((?:from|import\() ?["']\.[^"']*)\.ts(["'])/g, '$1.js$2'))
    }
  },
})

/** One file for each of ours: whoever takes one function takes what it needs and nothing else. */
export default {
  input: ['client/index.ts', 'contract/index.ts', 'node/index.ts'].map(here),
  external: ['socket.io-client', /^node:/],
  output: Object.entries(FORMS).map(([name, { format, type }]) => ({
    dir: here(`dist/${name}`),
    format,
    preserveModules: true,
    preserveModulesRoot: here('.'),
    entryFileNames: '[name].js',
    plugins: [sayType(type)],
  })),
  plugins: [esbuild({ target: ['es2022', 'node20'], tsconfig: false }), declarations()],
}
