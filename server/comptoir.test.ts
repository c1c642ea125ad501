import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Writes what the real build writes, and a line into `builds` each time. */
const ROLLUP = `
  import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
  appendFileSync('builds', 'built\\n')
  if (existsSync('broken')) process.exit(1)
  for (const folder of ['server/dist/console', 'widget/dist']) mkdirSync(folder, { recursive: true })
  writeFileSync('server/dist/cli.js', 'console.log("ran", ...process.argv.slice(2))')
  writeFileSync('server/dist/console/index.html', '')
  writeFileSync('widget/dist/widget.js', '')
`

/** A checkout with next to nothing in it, not built yet. */
async function newCheckout({ packages = ['rollup', 'commander'] } = {}) {
  const root = await mkdtemp(join(tmpdir(), 'comptoir-checkout-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  await write('server/package.json', JSON.stringify({ type: 'module', dependencies: { commander: '14.0.3' } }))
  for (const name of ['comptoir.mjs', 'build.mjs']) await cp(here(name), join(root, 'server', name))
  for (const path of ['server/main.ts', 'sdk/index.ts', 'widget/main.ts', 'package-lock.json', 'rollup.config.mjs'])
    await write(path, '')
  for (const name of packages) await write(`node_modules/${name}/index.js`, '')
  for (const name of packages)
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', main: 'index.js' }))
  if (packages.includes('rollup')) await write('node_modules/rollup/dist/bin/rollup', ROLLUP)
  return {
    write,
    run: () => run(join(root, 'server/comptoir.mjs')),
    age: (path: string, at: Date) => utimes(join(root, path), at, at),
    builds: async () => (await readFile(join(root, 'builds'), 'utf8').catch(() => '')).split('\n').length - 1,
  }
}

async function run(launcher: string) {
  const child = spawn(process.execPath, [launcher, 'serve', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  const [code] = await once(child, 'close')
  return { code, ...said }
}

const RAN = { code: 0, stdout: 'ran serve --json\n' }

test('a fresh checkout is built, once, and the program gets the command', async () => {
  const checkout = await newCheckout()
  expect(await checkout.run()).toEqual({ ...RAN, stderr: 'Building …\n' })
  expect(await checkout.run()).toEqual({ ...RAN, stderr: '' })
  expect(await checkout.builds()).toBe(1)
})

test('it is built anew when its source is younger, and not for a test', async () => {
  const checkout = await newCheckout()
  await checkout.run()
  const later = new Date(Date.now() + 60_000)
  await checkout.write('server/main.test.ts', '')
  await checkout.age('server/main.test.ts', later)
  expect(await checkout.run()).toEqual({ ...RAN, stderr: '' })
  await checkout.age('server/main.ts', later)
  expect(await checkout.run()).toEqual({ ...RAN, stderr: 'Building …\n' })
  expect(await checkout.builds()).toBe(2)
})

test('several commands at once wait for one build', async () => {
  const checkout = await newCheckout()
  const runs = await Promise.all([checkout.run(), checkout.run(), checkout.run()])
  for (const ended of runs) expect(ended).toMatchObject(RAN)
  expect(await checkout.builds()).toBe(1)
})

test('a build that was killed keeps nobody from building', async () => {
  const checkout = await newCheckout()
  const gone = spawn(process.execPath, ['-e', ''])
  await once(gone, 'exit')
  await checkout.write('node_modules/.comptoir-build', String(gone.pid))
  expect(await checkout.run()).toMatchObject(RAN)
})

test('a build that fails is told, and is tried again the next time', async () => {
  const checkout = await newCheckout()
  await checkout.write('broken', '')
  const failed = { code: 1, stdout: '', stderr: 'Building …\ncomptoir: The build failed; the reason is above.\n' }
  expect(await checkout.run()).toEqual(failed)
  expect(await checkout.run()).toEqual(failed)
})

test('packages that are not installed are named', async () => {
  const checkout = await newCheckout({ packages: [] })
  expect(await checkout.run()).toEqual({
    code: 1,
    stdout: '',
    stderr: 'comptoir: Packages are not installed (commander): run npm ci first.\n',
  })
})

test('without the packages for building, what is built already serves', async () => {
  const checkout = await newCheckout({ packages: ['commander'] })
  const without = 'the packages for building are not installed'
  const { code, stderr } = await checkout.run()
  expect([code, stderr]).toEqual([1, `comptoir: Nothing is built here, and nothing can be: ${without}.\n`])

  for (const path of ['server/dist/console/index.html', 'widget/dist/widget.js']) await checkout.write(path, '')
  await checkout.write('server/dist/cli.js', 'console.log("ran", ...process.argv.slice(2))')
  await checkout.age('server/main.ts', new Date(Date.now() + 60_000))
  expect(await checkout.run()).toEqual({
    ...RAN,
    stderr: `The build is older than its source and is used as it is: ${without}.\n`,
  })
})
