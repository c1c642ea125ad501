import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aShop, openTestHouse, type TestHouse, type TestShop } from '../server/testing/house.ts'
import { compile, freshProject, ROOT } from './testing/package.ts'

let project: string
let house: TestHouse
let shop: TestShop

beforeAll(async () => {
  project = await freshProject()
  house = await openTestHouse()
  shop = await aShop(house)
})
afterAll(async () => {
  await house.close()
  rmSync(project, { recursive: true, force: true })
})

test('publint finds nothing', async () => {
  expect((await publint({ pkgDir: join(ROOT, 'sdk'), strict: true, pack: 'npm' })).messages).toEqual([])
})

const CLIENT = `
import { type AgentClient, createAgentClient, createClient, every, Failure, type Ticket } from '@comptoir/sdk'
import { FAILURES, LIMITS, type WebhookEvent } from '@comptoir/sdk/contract'
import { signIdentity, verifyWebhook } from '@comptoir/sdk/node'

const { URL: url = '', SHOP_KEY: shopKey = '', SECRET: secret = '', TOKEN: token = '' } = process.env

async function main(): Promise<void> {
  const client = createClient({ url, shopKey })
  const mira = await client.identify({ identityToken: signIdentity({ secret, sub: 'customer-7', name: 'Mira' }) })
  const ticket: Ticket = await client.tickets.create({ subject: 'Teapot', description: 'It leaks.' })
  const desk: AgentClient = createAgentClient({ url, token })
  const heard = new Promise<string>((resolve) => client.on('message', ({ message }) => resolve(message)))
  client.connect()
  await new Promise<void>((resolve) => client.on('state', (state) => state === 'online' && resolve()))
  await desk.tickets.post(ticket.id, { message: 'A new one is on its way.' })
  const subjects: string[] = []
  for await (const row of every(desk.tickets.list, { limit: 1 })) subjects.push(row.subject)
  const refused = await client.tickets.create({ subject: '', description: 'x' }).catch((failure: unknown) => failure)
  if (!(refused instanceof Failure)) throw refused
  let unbelieved = ''
  try {
    const event: WebhookEvent = verifyWebhook({ body: '{}', headers: {}, secret: 'whsec_' + 'A'.repeat(43) + '=' })
    unbelieved = event.type
  } catch (error) {
    unbelieved = (error as { code: string }).code
  }
  const { code, retry, errors } = refused
  const said = { mira: mira.standing, heard: await heard, subjects, unbelieved }
  console.log(JSON.stringify({ ...said, code, retry, path: errors[0]?.path, status: FAILURES.invalid.status, LIMIT: LIMITS.subject }))
  client.close()
  desk.close()
}

// @ts-expect-error: a status that there is not
const wrong: Ticket['status'] = 'lost'

main().catch((error: unknown) => {
  console.error(error, wrong)
  process.exitCode = 1
})
`

describe('in a fresh project, the package', () => {
  test('is checked and runs as a module, and by require', async () => {
    compile(project, { 'client.mts': CLIENT, 'client.cts': CLIENT }, { verbatimModuleSyntax: false })
    const said = {
      ...{ mira: 'verified', heard: 'A new one is on its way.', unbelieved: 'missing_headers' },
      ...{ code: 'invalid', retry: false, path: 'subject', status: 422, LIMIT: 200 },
    }
    const first = await runs('out/client.mjs')
    expect(first).toEqual({ ...said, subjects: first.subjects })
    expect(first.subjects).toContain('Teapot')
    expect(await runs('out/client.cjs')).toMatchObject(said)
  })

  test.each(['bundler', 'node16'])('is checked by a compiler that looks for modules by %s', (moduleResolution) => {
    const module = moduleResolution === 'bundler' ? 'esnext' : 'node16'
    compile(project, { 'client.mts': CLIENT }, { module, moduleResolution })
  })

  test('gives a bundle for browsers what it takes, and nothing else', async () => {
    const bundle = async (contents: string) => {
      const stdin = { contents, resolveDir: project }
      const { outputFiles } = await build({ stdin, bundle: true, write: false, platform: 'browser', format: 'esm' })
      return outputFiles[0]?.text ?? ''
    }
    const shopper = await bundle("export { createClient } from '@comptoir/sdk'")
    expect(shopper).toContain('/api/visitors')
    for (const path of ['/api/webhooks', '/api/mail-log', '/api/files/']) expect(shopper).not.toContain(path)
    expect(await bundle("export { newId } from '@comptoir/sdk'")).not.toContain('socket')
  })
})

/** Runs a file of the project beside the house, and answers what it prints. */
function runs(file: string): Promise<Record<string, unknown>> {
  const { publicKey: SHOP_KEY, identitySecret: SECRET, secretKey: TOKEN } = shop
  const env = { ...process.env, URL: house.url, SHOP_KEY, SECRET, TOKEN }
  const child = spawn(process.execPath, [file], { cwd: project, env })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    out += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(out))))
  })
}
