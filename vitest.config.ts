import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // Our own package is taken from its source, by the set-up too.
    alias: [
      { find: /^@comptoir\/sdk$/, replacement: source('sdk/client/index.ts') },
      { find: '@comptoir/sdk/contract', replacement: source('sdk/contract/index.ts') },
      { find: '@comptoir/sdk/node', replacement: source('sdk/node/index.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['server/testing/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A machine that others use too may keep a browser or a database waiting once: said in the report, not a failure of the code.
    retry: process.env.CI === 'true' ? 2 : 0,
    pool: 'forks',
    maxWorkers: 2,
  },
})
