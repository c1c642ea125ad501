import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { newDatabase, type TestDatabase } from '../testing/database.ts'
import { openTestHouse, type TestHouse } from '../testing/house.ts'
import { buildProgram, comptoir } from '../testing/program.ts'
import type { Finding } from './finding.ts'

vi.setConfig({ testTimeout: 60_000 })

beforeAll(buildProgram, 180_000)

const OF_DATABASE = ['database', 'migrations', 'jobs', 'clock']
const CHECKS = ['disk', ...OF_DATABASE, 'mail', 'sockets', 'a message there and back', 'public URL']

/** Nobody listens there: port 9 throws away what it gets where anybody listens at all. */
const NOBODY = { PORT: '9', DATA_DIR: mkdtempSync(join(tmpdir(), 'comptoir-doctor-')) }
afterAll(() => rmSync(NOBODY.DATA_DIR, { recursive: true, force: true }))

async function examined(env: Record<string, string>) {
  const { code, stdout, stderr } = await comptoir(['doctor', '--json'], { ...NOBODY, ...env })
  expect(stderr).toBe('')
  const { ok, checks }: { ok: boolean; checks: Finding[] } = JSON.parse(stdout)
  expect(ok).toBe(code === 0)
  const finding = (what: string) => checks.find((check) => check.what === what)
  return { code, names: checks.map((check) => check.what), sick: checks.filter((check) => !check.ok), finding }
}

describe('without a server', () => {
  let database: TestDatabase
  let env: Record<string, string>

  beforeEach(async () => {
    database = await newDatabase()
    env = { DATABASE_URL: database.url }
    return () => database.drop()
  })

  test('all is well in a sound installation, told check by check', async () => {
    const { code, stdout, stderr } = await comptoir(['doctor'], { ...NOBODY, ...env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const told = stdout.trim().split('\n').filter(Boolean)
    expect(told.map((line) => line.match(/^ok +([^:]+):/)?.[1] ?? line)).toEqual([...CHECKS, 'All is well.'])
    expect(stdout).toMatch(/there and back: \d+ ms, through a server started for this/)
  })

  test('with --json it is one value', async () => {
    const { code, names, sick } = await examined(env)
    expect({ code, names, sick }).toEqual({ code: 0, names: CHECKS, sick: [] })
  })

  test('it leaves nothing behind: no shop, no agent, no job', async () => {
    await examined(env)
    const [left] = await database.query(
      `SELECT (SELECT count(*) FROM shops)::int AS shops, (SELECT count(*) FROM tickets)::int AS tickets,
              (SELECT count(*) FROM auth."user")::int AS people, (SELECT count(*) FROM graphile_worker.jobs)::int AS jobs`,
    )
    expect(left).toEqual({ shops: 0, tickets: 0, people: 0, jobs: 0 })
  })

  test('it sweeps up what a doctor left who was interrupted, and leaves shops alone', async () => {
    const options = ['--admin-email', 'dora@doctor.example', '--admin-password', 'correct horse battery']
    const make = (name: string, origin: string) =>
      comptoir(['shop', 'create', '--name', name, '--origin', origin, ...options], env)
    await make('Maison Perle', 'https://maison-perle.example')
    await make('Doctor', 'https://doctor.invalid')
    await database.query("UPDATE shops SET created_at = now() - interval '11 minutes'")
    await examined(env)
    expect(await database.query('SELECT name FROM shops')).toEqual([{ name: 'Maison Perle' }])
  })

  test('jobs that nobody does are told', async () => {
    await database.query(
      "SELECT graphile_worker.add_job('mail.send', '{}', run_at => now() - interval '2 minutes', max_attempts => 1)",
    )
    const { code, sick } = await examined(env)
    expect(code).toBe(1)
    expect(sick).toEqual([
      {
        what: 'jobs',
        ok: false,
        detail: expect.stringMatching(/^the oldest job has been due for 1[2-9]\d s$/),
        advice: expect.stringContaining('start one'),
      },
    ])
  })

  test('a mail server that answers is well', async () => {
    const port = await aMailServer()
    const { sick, finding } = await examined({ ...env, MAIL_HOST: '127.0.0.1', MAIL_PORT: String(port) })
    expect(sick).toEqual([])
    expect(finding('mail')?.detail).toBe(`127.0.0.1:${port} answers`)
  })

  test('a mail server that refuses the password is told, with advice, and the rest is checked all the same', async () => {
    const port = await aMailServer()
    const mail = { MAIL_HOST: '127.0.0.1', MAIL_PORT: String(port), MAIL_USER: 'shop', MAIL_PASSWORD: 'wrong' }
    const { code, names, sick } = await examined({ ...env, ...mail })
    expect({ code, names }).toEqual({ code: 1, names: CHECKS })
    expect(sick).toEqual([
      {
        what: 'mail',
        ok: false,
        detail: expect.stringMatching(/^127\.0\.0\.1:\d+: .*535/),
        advice: 'Check MAIL_HOST, MAIL_PORT, MAIL_USER and MAIL_PASSWORD.',
      },
    ])
  })

  test('a mail server that is not there is told to people', async () => {
    const { code, stdout } = await comptoir(['doctor'], { ...NOBODY, ...env, MAIL_HOST: '127.0.0.1', MAIL_PORT: '9' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^FAIL {2}mail: 127\.0\.0\.1:9: .*ECONNREFUSED.*\n {6}Check MAIL_HOST/m)
    expect(stdout.trim().split('\n').at(-1)).toBe('1 of 9 checks failed.')
  })
})

test('a database that is not there is told, and mail is looked at all the same', async () => {
  const { code, names, sick } = await examined({ DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' })
  expect({ code, names }).toEqual({ code: 1, names: ['disk', 'database', 'mail'] })
  expect(sick).toEqual([
    { what: 'database', ok: false, detail: expect.stringMatching(/^No PostgreSQL answers at 127\.0\.0\.1:1/) },
  ])
})

describe('beside a server', () => {
  test('the message goes through that server', async () => {
    const house = await aHouse()
    const { sick, finding } = await examined({ DATABASE_URL: house.database.url, PORT: portOf(house) })
    expect(sick).toEqual([])
    expect(finding('a message there and back')?.detail).toMatch(
      new RegExp(`^\\d+ ms, through the server at ${house.url}$`),
    )
    expect(await house.database.query('SELECT 1 FROM shops')).toEqual([])
  })

  test('that works on another database, it says so', async () => {
    const [house, other] = [await aHouse(), await aHouse()]
    const { code, sick } = await examined({ DATABASE_URL: other.database.url, PORT: portOf(house) })
    expect(code).toBe(1)
    const advice = `Does the server at ${house.url} work on this database? Run doctor with the server's own settings.`
    expect(sick).toMatchObject([
      { what: 'sockets', advice },
      { what: 'a message there and back', advice },
    ])
    expect(await other.database.query('SELECT 1 FROM shops')).toEqual([])
  })
})

test.runIf(process.platform === 'linux')('a DATA_DIR that cannot be is told, and what to do', async () => {
  const { code, names, sick } = await examined({ DATA_DIR: '/proc/nope' })
  expect({ code, names }).toEqual({ code: 1, names: ['disk', 'database', 'mail'] })
  expect(sick).toEqual([
    {
      what: 'disk',
      ok: false,
      detail: expect.stringContaining('nothing can be written under DATA_DIR'),
      advice: 'Make /proc/nope usable for this user, or set another DATA_DIR.',
    },
    { what: 'database', ok: false, detail: expect.stringContaining('make /proc/nope usable for this user') },
  ])
})

describe('the public address', () => {
  test('is asked beside a server, and told when it leads nowhere', async () => {
    const house = await aHouse()
    const env = { DATABASE_URL: house.database.url, PORT: portOf(house) }
    expect((await examined({ ...env, FRONTEND_URL: house.url })).finding('public URL')).toEqual({
      what: 'public URL',
      ok: true,
      detail: `${house.url} answers`,
    })
    const { code, sick } = await examined({ ...env, FRONTEND_URL: 'http://127.0.0.1:9' })
    expect(code).toBe(1)
    expect(sick).toMatchObject([
      {
        what: 'public URL',
        detail: expect.stringMatching(/does not answer: .*(ECONNREFUSED|bad port)/),
        advice: expect.stringContaining('FRONTEND_URL'),
      },
    ])
  })

  test('that is not encrypted is no failure, but has advice', async () => {
    const house = await aHouse()
    const { code, finding } = await examined({
      DATABASE_URL: house.database.url,
      FRONTEND_URL: 'http://support.example',
    })
    expect(code).toBe(0)
    expect(finding('public URL')).toMatchObject({ ok: true, advice: expect.stringContaining('https') })
  })
})

test('a Redis that is not there is told', async () => {
  const house = await aHouse()
  const { code, finding } = await examined({ DATABASE_URL: house.database.url, REDIS_URL: 'redis://127.0.0.1:9' })
  expect(code).toBe(1)
  expect(finding('redis')).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^127\.0\.0\.1:9: /),
    advice: expect.stringContaining('REDIS_URL'),
  })
})

async function aHouse(): Promise<TestHouse> {
  const house = await openTestHouse()
  onTestFinished(() => house.close())
  return house
}

const portOf = (house: TestHouse): string => new URL(house.url).port

/** A mail server on the loopback, whose only account is `shop` with the password `right`. */
async function aMailServer(): Promise<number> {
  const server = new SMTPServer({
    hideSTARTTLS: true,
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'shop' && password === 'right'
        ? done(null, { user: username })
        : done(new Error('Invalid username or password')),
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => new Promise((resolve) => server.close(resolve)))
  return (listening.address() as AddressInfo).port
}
