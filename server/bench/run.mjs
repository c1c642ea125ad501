import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

// `node server/bench/run.mjs tickets`: bundles server/bench/tickets/main.ts beside the packages that it needs, and runs it.
const root = fileURLToPath(new URL('../..', import.meta.url))
const name = process.argv[2] ?? ''
if (!/^[a-z-]+$/.test(name)) throw new Error('Expected the name of a bench, such as tickets.')
const outfile = `${root}server/node_modules/.cache/comptoir-bench/${name}.mjs`
await build({
  entryPoints: [`${root}server/bench/${name}/main.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  alias: {
    '@comptoir/sdk/contract': `${root}sdk/contract/index.ts`,
    '@comptoir/sdk/node': `${root}sdk/node/index.ts`,
    '@comptoir/sdk': `${root}sdk/client/index.ts`,
  },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
})
const bench = spawn(process.execPath, [outfile, ...process.argv.slice(3)], { stdio: 'inherit' })
bench.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal))
