import { fileURLToPath } from 'node:url'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import esbuild from 'rollup-plugin-esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Packages stay packages; our own SDK, which has no build of its own at that moment, is taken in. */
const isPackage = (id) => /^[a-z@]/i.test(id) && !id.startsWith('@comptoir/') && !/^[a-z]:[\\/]/i.test(id)

export default {
  // The embedded PostgreSQL by itself, for programs that start several servers on one.
  input: { cli: here('cli.ts'), 'embedded-db': here('platform/embedded-db/index.ts') },
  external: isPackage,
  output: {
    dir: here('dist'),
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
  },
  plugins: [
    nodeResolve({ exportConditions: ['source'], extensions: ['.ts', '.mjs', '.js'] }),
    esbuild({ target: 'node20', tsconfig: false }),
  ],
}
