import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const KB = 1024
/** Parts that are loaded when they are asked for. */
const LATER = 8 * KB

const dist = fileURLToPath(new URL('dist/', import.meta.url))
const agents = fileURLToPath(new URL('../server/dist/console/', import.meta.url))
const weigh = (name, folder = dist) => gzipSync(readFileSync(folder + name), { level: 9 }).length

function rows() {
  const files = readdirSync(dist).filter((name) => name.endsWith('.js'))
  const panel = files.find((name) => name.startsWith('panel-'))
  if (!files.includes('widget.js') || !panel) throw new Error('widget/dist holds no build: run "npm run build" first.')
  const [loaderSize, panelSize] = [weigh('widget.js'), weigh(panel)]
  const nameOf = (name) => name.slice(0, name.lastIndexOf('-'))
  const later = files.filter((name) => name !== 'widget.js' && name !== panel)
  const words = later.filter((name) => /^words-\w+-[a-z]{2}\.js$/.test(name))
  return [
    { what: 'loader', size: loaderSize, budget: 2.5 * KB },
    // What the loader leaves of the 25 KB for a usable chat.
    { what: 'panel', size: panelSize, budget: 22.5 * KB },
    { what: 'loader + panel', size: loaderSize + panelSize, budget: 25 * KB },
    ...later
      .filter((name) => !words.includes(name))
      .map((name) => ({ what: `later: ${nameOf(name)}`, size: weigh(name), budget: LATER })),
    ...words.map((name) => ({ what: `words ${name.slice(-5, -3)}`, size: weigh(name), budget: KB })),
  ]
}

/** All script that a browser fetches before the inbox shows: the page's own, and the longest of its languages. */
function consoleRow() {
  const files = readdirSync(agents).filter((name) => name.endsWith('.js'))
  const app = files.find((name) => name.startsWith('app-'))
  const words = files.filter((name) => /^[a-z]{2}-/.test(name)).map((name) => weigh(name, agents))
  if (!app || words.length === 0) throw new Error('server/dist/console holds no build: run "npm run build" first.')
  return { what: 'console, inbox', size: weigh(app, agents) + Math.max(...words), budget: 60 * KB }
}

/** What `createClient` alone puts into a page of somebody else's: with Socket.IO's client, and by itself. */
async function sdkRows() {
  const weighBundle = async (external) => {
    const contents = "export { createClient } from '@comptoir/sdk'"
    const resolveDir = fileURLToPath(new URL('.', import.meta.url))
    const bundled = { bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, logLevel: 'silent' }
    const { outputFiles } = await build({ ...bundled, external, stdin: { contents, resolveDir } }).catch(() => {
      throw new Error('sdk/dist holds no build: run "npm run build" first.')
    })
    return gzipSync(outputFiles[0].contents, { level: 9 }).length
  }
  return [
    { what: 'sdk, shopper', size: await weighBundle(['socket.io-client']), budget: 8.5 * KB },
    { what: 'with socket.io', size: await weighBundle([]), budget: 21.5 * KB },
  ]
}

try {
  const weighed = [...rows(), consoleRow(), ...(await sdkRows())]
  console.log(`${'gzip -9'.padEnd(16)} ${'bytes'.padStart(7)} ${'budget'.padStart(7)} ${'left'.padStart(7)}`)
  for (const { what, size, budget } of weighed) {
    const figures = [size, budget, budget - size].map((figure) => String(figure).padStart(7)).join(' ')
    console.log(`${what.padEnd(16)} ${figures}${size > budget ? '  OVER' : ''}`)
  }
  if (weighed.some(({ size, budget }) => size > budget)) process.exitCode = 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
