#!/usr/bin/env node
import { buildWhatIsMissing } from './build.mjs'

if (buildWhatIsMissing()) await import('./dist/cli.js')
else {
  process.stderr.write(
    'comptoir: The build is missing and could not be made: run "npm ci" with the development packages, then "npm run build".\n',
  )
  process.exitCode = 1
}
