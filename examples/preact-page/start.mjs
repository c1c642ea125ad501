// Bundles the page and serves it: node examples/preact-page/start.mjs
//
// COMPTOIR_URL       where your Comptoir answers, such as http://localhost:3000
// COMPTOIR_SHOP_KEY  pk_…
// PORT               8081 when left out; http://localhost:8081 must be among the shop's origins

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const { COMPTOIR_URL = 'http://localhost:3000', COMPTOIR_SHOP_KEY = '', PORT = '8081' } = process.env

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('main.tsx', import.meta.url))],
  bundle: true,
  minify: true,
  write: false,
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
})
const page = readFileSync(new URL('index.html', import.meta.url), 'utf8')
  .replaceAll('{{url}}', COMPTOIR_URL)
  .replaceAll('{{shopKey}}', COMPTOIR_SHOP_KEY)

const server = createServer(({ url }, response) => {
  if (url === '/main.js')
    return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(outputFiles[0].contents)
  if (url !== '/') return response.writeHead(404).end()
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
})
server.listen(Number(PORT), () => console.log(`open at http://localhost:${server.address().port}`))
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })
