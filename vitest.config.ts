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
    pool: 'forks',
    maxWorkers: 2,
  },
})
