import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Message, Ticket } from '@comptoir/sdk/contract'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { newDataDir, postmasterPid, usedDataDir } from './platform/embedded-db/testing/databases.ts'
import { aShopper, Caller } from './testing/people.ts'
import { buildProgram, comptoir, readLog, type Served, serve, serveUnready } from './testing/program.ts'

vi.setConfig({ testTimeout: 120_000 })

beforeAll(buildProgram, 180_000)

const PASSWORD = 'correct horse battery'

const demoIn = ({ url, stdout }: Served) => {
  const text = stdout()
  return {
    storefront: text.match(/Demo storefront\s+(\S+)/)?.[1] ?? '',
    password: text.match(/the password (\S+) as/)?.[1] ?? '',
    emails: text.match(/\S+@\S+/g) ?? [],
    origin: url,
  }
}

async function signIn(url: string, email: string, password: string): Promise<number> {
  const headers = { Origin: url }
  return (await new Caller({ url }, '').post('/api/auth/sign-in/email', { email, password }, headers)).status
}

async function createShop(env: { DATA_DIR: string }) {
  const { stdout } = await comptoir(
    [
      ...['shop', 'create', '--json', '--name', 'Atelier Nord', '--origin', 'https://atelier-nord.example'],
      ...['--admin-email', 'dora@atelier-nord.example', '--admin-password', PASSWORD],
    ],
    env,
  )
  return JSON.parse(stdout)
}

describe('the first start', () => {
  test('prints where to click and how to sign in, and all of it works', async () => {
    const DATA_DIR = await newDataDir()
    const first = await serve({ DATA_DIR })
    const { storefront, password, emails } = demoIn(first)
    expect(emails).toEqual(['dora@maison-perle.example', 'ada@maison-perle.example', 'ben@maison-perle.example'])
    for (const email of emails) expect(await signIn(first.url, email, password)).toBe(200)
    expect(await signIn(first.url, 'dora@maison-perle.example', 'another password')).toBe(401)

    const pages = ['/', '/widget.js', '/healthz', '/readyz', '/api/openapi.json']
    for (const page of pages) expect((await fetch(first.url + page)).status, page).toBe(200)
    expect(await (await fetch(storefront)).text()).toMatch(/widget\.js" data-shop="pk_/)

    expect(await first.end()).toMatchObject({ code: 0, stderr: '' })
    const again = await serve({ DATA_DIR })
    expect(demoIn(again).password).toBe(password)
  })

  test('logs one JSON value a line, to standard output and to the log file, and the words for people come last', async () => {
    const DATA_DIR = await usedDataDir()
    const server = await serve({ DATA_DIR })
    const [log = ''] = server.stdout().split('\n\n')
    expect(JSON.parse(log)).toMatchObject({ level: 'info', msg: 'listening' })
    await server.end()
    expect((await readLog(DATA_DIR)).map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      'info listening',
      'info stopping',
      'info stopped',
    ])
  })

  test('makes no demo shop where none is wanted', async () => {
    const server = await serve({ DATA_DIR: await usedDataDir(), DEMO: 'false' })
    expect(server.stdout()).not.toContain('password')
    expect((await fetch(`${server.url}/demo/`)).status).toBe(404)
  })
})

describe('the end', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends server and PostgreSQL', async (signal) => {
    const DATA_DIR = await usedDataDir()
    const server = await serve({ DATA_DIR })
    expect(await postmasterPid(DATA_DIR)).toBeGreaterThan(0)
    expect(await server.end(signal)).toMatchObject({ code: 0, stderr: '' })
    expect(await postmasterPid(DATA_DIR)).toBeUndefined()
  })

  test('a second Ctrl-C, as npm passes one on, does not cut the end short', async () => {
    const DATA_DIR = await usedDataDir()
    const server = await serve({ DATA_DIR })
    process.kill(server.pid, 'SIGINT')
    expect(await server.end('SIGINT')).toMatchObject({ code: 0 })
    expect(await postmasterPid(DATA_DIR)).toBeUndefined()
  })

  test('npm that is told to end takes the server along, although its shell tells nobody', async () => {
    const DATA_DIR = await usedDataDir()
    const server = await serve({ DATA_DIR, npm_command: 'start' }, { byShell: true })
    const { stdout } = await server.end('SIGTERM')
    expect(stdout).toContain('"msg":"stopped"')
    expect(await postmasterPid(DATA_DIR)).toBeUndefined()
  })

  test('a server that is told to end while it starts leaves no PostgreSQL behind', async () => {
    const DATA_DIR = await newDataDir()
    const server = serveUnready({ DATA_DIR })
    await vi.waitFor(() => expect(existsSync(join(DATA_DIR, 'postgres.log'))).toBe(true), { timeout: 60_000 })
    expect(await server.end()).toMatchObject({ code: 0, stderr: '' })
    expect(await postmasterPid(DATA_DIR)).toBeUndefined()
  })

  test.each([
    ['the server', false],
    ['the server and PostgreSQL', true],
  ])('after %s got killed, the next start recovers what was acknowledged', async (_, everything) => {
    const DATA_DIR = await usedDataDir()
    const killed = await serve({ DATA_DIR })
    const shop = await createShop({ DATA_DIR })
    const mira = await aShopper(killed, shop, { name: 'Mira' })
    const ticket = await mira.openTicket()
    for (const text of ['One', 'Two', 'Three']) await mira.say(ticket, text)
    const postmaster = await postmasterPid(DATA_DIR)
    await killed.end('SIGKILL')
    if (everything && postmaster) process.kill(postmaster, 'SIGKILL')

    const recovered = await serve({ DATA_DIR })
    const admin = new Caller(recovered, shop.adminToken)
    const { body } = await admin.get<{ items: Message[] }>(`/api/tickets/${ticket.id}/messages`)
    expect(body.items.map((message) => message.message).slice(-3)).toEqual(['One', 'Two', 'Three'])
    expect(await recovered.end()).toMatchObject({ code: 0 })
    expect(await postmasterPid(DATA_DIR)).toBeUndefined()
  })
})

describe('a start that cannot be', () => {
  /** One sentence for the operator, nothing else, and exit code 1. */
  const refuses = async (env: Record<string, string>, sentence: RegExp) => {
    const { code, stdout, stderr } = await comptoir(['serve'], env)
    expect(stderr).toMatch(sentence)
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 })
  }

  test('because the port is taken, touches no data', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const DATA_DIR = join(await newDataDir(), 'data')
    await refuses({ DATA_DIR, PORT: String(port), LOG_DIR: '/tmp' }, /^comptoir: Port \d+ is taken by another program/)
    expect(existsSync(DATA_DIR)).toBe(false)
  })

  test('because another server works on the same data, leaves that one alone', async () => {
    const DATA_DIR = await usedDataDir()
    const server = await serve({ DATA_DIR })
    await refuses(
      { DATA_DIR, PORT: '0' },
      new RegExp(`^comptoir: Another Comptoir server \\(process ${server.pid}\\) is already running on DATA_DIR `),
    )
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  test('because DATA_DIR cannot be written', async () => {
    const file = join(await newDataDir(), 'a file')
    await writeFile(file, '')
    await refuses({ DATA_DIR: join(file, 'data'), LOG_DIR: '/tmp', PORT: '0' }, /^comptoir: DATA_DIR cannot be used: /)
  })

  test.each([
    [{ PORT: 'abc' }, /^comptoir: PORT must be a whole number from 0 to 65535; it is "abc"\./],
    [{ FRONTEND_URL: 'support.example' }, /^comptoir: FRONTEND_URL must be an address .* it is "support\.example"\./],
    [{ DATABASE_URL: 'mysql://localhost' }, /^comptoir: DATABASE_URL must look like postgres:/],
    [{ REDIS_URL: 'localhost:6379' }, /^comptoir: REDIS_URL must look like redis:/],
    [{ SECRET: 'short' }, /^comptoir: SECRET must have at least 32 characters; it has 5\./],
    [{ HOST: '192.0.2.1' }, /^comptoir: HOST must be an address of this machine; it is "192\.0\.2\.1"\./],
    [{ DB_NAME: 'shop' }, /^comptoir: DB_NAME is set but DB_HOST is not/],
  ])('because of %j', async (env, sentence) => {
    await refuses({ PORT: '0', LOG_DIR: '/tmp', ...env }, sentence)
  })

  test('says so in the log of a folder that cannot be written, and serves all the same', async () => {
    const DATA_DIR = await usedDataDir()
    await mkdir(join(DATA_DIR, 'logs', 'comptoir.log'), { recursive: true })
    const server = await serve({ DATA_DIR })
    expect(server.stdout()).toContain('the log file cannot be written: logging to standard output alone')
  })
})

test.skipIf(!existsSync('/dev/full'))('a full disk under the log hinders neither work nor end', async () => {
  const DATA_DIR = await usedDataDir()
  await mkdir(join(DATA_DIR, 'logs'))
  await symlink('/dev/full', join(DATA_DIR, 'logs', 'comptoir.log'))
  const server = await serve({ DATA_DIR })
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  const { code, stdout, stderr } = await server.end()
  expect(code).toBe(0)
  expect(stdout).toContain('"msg":"stopped"')
  expect(stderr.match(/The log file cannot be written: ENOSPC/g)).toHaveLength(1)
})

test('a server whose output nobody reads any more goes on, and ends in order', async () => {
  const DATA_DIR = await usedDataDir()
  const server = await serve({ DATA_DIR })
  server.closeOutput()
  // It has lines to write now, and nobody to write them to.
  expect(await server.end()).toMatchObject({ code: 0, stderr: '' })
  expect((await readLog(DATA_DIR)).at(-1)?.msg).toBe('stopped')
  expect(await postmasterPid(DATA_DIR)).toBeUndefined()
})

describe('commands beside the server', () => {
  test('work on the data of a server that runs, and what they make works there at once', async () => {
    const DATA_DIR = await usedDataDir()
    const server = await serve({ DATA_DIR })
    const shop = await createShop({ DATA_DIR })
    const ada = ['--email', 'ada@atelier-nord.example', '--name', 'Ada', '--password', PASSWORD]
    const made = await comptoir(['agent', 'create', '--json', '--shop', shop.shopId, ...ada], { DATA_DIR })
    const agent = JSON.parse(made.stdout)

    const mira = await aShopper(server, shop, { name: 'Mira' })
    const ticket = await mira.openTicket()
    for (const token of [shop.adminToken, shop.secretKey, agent.token]) {
      const { status, body } = await new Caller(server, token).get<Ticket>(`/api/tickets/${ticket.id}`)
      expect([status, body.subject]).toEqual([200, ticket.subject])
    }
    expect(await signIn(server.url, 'ada@atelier-nord.example', PASSWORD)).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  test('work without a server, two at once, and a server started later knows what they made', async () => {
    const DATA_DIR = await usedDataDir()
    const [migrated, shop] = await Promise.all([comptoir(['migrate'], { DATA_DIR }), createShop({ DATA_DIR })])
    expect(migrated).toMatchObject({ code: 0, stderr: '' })
    expect(await postmasterPid(DATA_DIR)).toBeUndefined()
    const server = await serve({ DATA_DIR })
    expect((await new Caller(server, shop.adminToken).get('/api/shop')).status).toBe(200)
    // There is a shop: an installation in use gets no demo shop.
    expect(server.stdout()).not.toContain('Demo storefront')
  })
})
