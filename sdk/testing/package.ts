import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const modules = (path: string) => join(ROOT, 'node_modules', path)

const LOCK = join(ROOT, 'node_modules/.comptoir-sdk-build')

/** Builds the SDK where it is missing or older than its source. Two tests at once do not write over each other. */
export async function buildSdk(): Promise<void> {
  while (isStale()) {
    try {
      mkdirSync(LOCK)
    } catch {
      // Somebody else is at it.
      await pause(100)
      continue
    }
    try {
      run(process.execPath, [modules('rollup/dist/bin/rollup'), '-c', 'sdk/rollup.mjs', '--silent'], ROOT)
    } finally {
      rmdirSync(LOCK)
    }
  }
}

function isStale(): boolean {
  const [built, ...sources] = ['sdk/dist/cjs/package.json', 'sdk/rollup.mjs', 'sdk/client', 'sdk/contract', 'sdk/node']
  const builtAt = statSync(join(ROOT, built ?? ''), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return sources.some((path) => newest(join(ROOT, path)) > builtAt)
}

function newest(path: string): number {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  const inside = readdirSync(path).filter((name) => !/^testing$|\.test\.ts$/.test(name))
  return Math.max(0, ...inside.map((name) => newest(join(path, name))))
}

/** Packs the SDK as `npm publish` would. Answers the tarball. */
function packSdk(folder: string): string {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], join(ROOT, 'sdk')))
  return join(folder, packed.filename)
}

/**
 * A project of somebody else's, with the packed SDK in it and nothing of ours but what npm has installed here anyway: it
 * asks no registry.
 */
export async function freshProject(): Promise<string> {
  await buildSdk()
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-sdk-'))
  const dependencies = {
    '@comptoir/sdk': `file:${packSdk(folder)}`,
    ...Object.fromEntries(withTheirs('socket.io-client').map((name) => [name, `file:${modules(name)}`])),
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'fresh', private: true, dependencies }))
  run('npm', ['install', '--offline', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund'], folder)
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  for (const name of ['@types/node', 'undici-types']) symlinkSync(modules(name), join(folder, 'node_modules', name))
  return folder
}

/** A package and all that it takes, as they are installed here. */
function withTheirs(name: string, known = new Set<string>()): string[] {
  if (known.has(name)) return []
  known.add(name)
  const { dependencies = {} } = JSON.parse(readFileSync(modules(`${name}/package.json`), 'utf8'))
  for (const one of Object.keys(dependencies)) withTheirs(one, known)
  return [...known]
}

const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  target: 'ES2022',
  lib: ['ES2023'],
  types: ['node'],
  module: 'nodenext',
  outDir: 'out',
}

/** Compiles files of the project as strictly as there is. What the compiler has to say is in the error. */
export function compile(project: string, files: Record<string, string>, more: object = {}): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true })
    writeFileSync(join(project, name), text)
  }
  const config = { compilerOptions: { ...STRICT, ...more }, files: Object.keys(files) }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config))
  run(process.execPath, [modules('typescript/bin/tsc'), '-p', '.'], project)
}

export function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env }, stdio: 'pipe' })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')} has failed:\n${stdout}${stderr}`, { cause: error })
  }
}
