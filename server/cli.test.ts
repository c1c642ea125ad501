import { type Me, newId } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newDatabase, type TestDatabase } from './testing/database.ts'
import { openTestHouse, type TestHouse } from './testing/house.ts'
import { Caller } from './testing/people.ts'
import { buildProgram, comptoir } from './testing/program.ts'

vi.setConfig({ testTimeout: 60_000 })

beforeAll(buildProgram, 180_000)

const PASSWORD = 'correct horse battery'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

describe('how it is used', () => {
  const COMMANDS = ['serve', 'migrate', 'doctor', 'seed', 'shop', 'shop create', 'agent', 'agent create']

  test.each(['', ...COMMANDS])('"comptoir %s --help" explains itself', async (command) => {
    const { code, stdout, stderr } = await comptoir([...command.split(' ').filter(Boolean), '--help'], {})
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: comptoir ${command}`.trim())
  })

  test.each([
    [[], /^Usage: comptoir /],
    [['shop'], /^Usage: comptoir shop /],
    [['sevre'], /^comptoir: unknown command 'sevre'/],
    [['migrate', '--force'], /^comptoir: unknown option '--force'/],
    [['migrate', 'now'], /^comptoir: too many arguments/],
    [['shop', 'create', '--name', 'X'], /^comptoir: required option '--origin <origin...>' not specified/],
    [
      ['agent', 'create', '--role', 'boss'],
      /^comptoir: option '--role <role>' argument 'boss' is invalid. Allowed choices/,
    ],
  ])('%j is wrong usage', async (args, complaint) => {
    const { code, stdout, stderr } = await comptoir(args, {})
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(complaint)
  })

  test('wrong usage with --json is told as JSON', async () => {
    const { code, stdout, stderr } = await comptoir(['seed', '--json', '--twice'], {})
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(JSON.parse(stderr)).toEqual({ code: 'usage', detail: expect.stringContaining("unknown option '--twice'") })
  })

  test('a bad setting with --json is told as JSON', async () => {
    const { code, stdout, stderr } = await comptoir(['seed', '--json'], { SECRET: 'short' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(JSON.parse(stderr)).toEqual({ code: 'cannot_start', detail: expect.stringContaining('SECRET') })
  })
})

const shopOptions = (change: Record<string, string> = {}) =>
  Object.entries({
    '--name': 'Maison Perle',
    '--origin': 'https://maison-perle.example',
    '--admin-email': 'dora@maison-perle.example',
    '--admin-password': PASSWORD,
    ...change,
  }).flat()

const agentOptions = (shopId: string, change: Record<string, string> = {}) =>
  Object.entries({
    '--shop': shopId,
    '--email': 'ada@maison-perle.example',
    '--name': 'Ada',
    '--password': PASSWORD,
    ...change,
  }).flat()

describe('shop create and agent create', () => {
  let house: TestHouse
  let env: Record<string, string>
  let shop: Record<string, string>

  beforeAll(async () => {
    house = await openTestHouse()
    env = { DATABASE_URL: house.database.url }
    shop = await make(['shop', 'create', ...shopOptions()])
  })
  afterAll(() => house.close())

  const make = async (args: string[]): Promise<Record<string, string>> => {
    const { code, stdout, stderr } = await comptoir([...args, '--json'], env)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout)
  }

  /** How much of everything is stored. */
  const stored = async () => {
    const [counts] = await house.database.query(
      `SELECT (SELECT count(*) FROM shops) AS shops, (SELECT count(*) FROM keys) AS keys,
              (SELECT count(*) FROM auth."user") AS people, (SELECT count(*) FROM auth.member) AS members`,
    )
    return counts
  }

  const refuses = async (args: string[], code: number, complaint: RegExp) => {
    const before = await stored()
    const ended = await comptoir(args, env)
    expect(ended.stderr).toMatch(complaint)
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(await stored()).toEqual(before)
  }

  test('answer ids, keys and tokens, and nothing else', async () => {
    expect(shop).toEqual({
      shopId: expect.stringMatching(UUID),
      publicKey: expect.stringMatching(/^pk_/),
      secretKey: expect.stringMatching(/^sk_/),
      identitySecret: expect.stringMatching(/^is_/),
      adminToken: expect.stringMatching(/^at_/),
    })
    const agent = await make(['agent', 'create', ...agentOptions(shop.shopId ?? '')])
    expect(agent).toEqual({ agentId: expect.stringMatching(UUID), token: expect.stringMatching(/^at_/) })
  })

  test('tokens and keys work as they are', async () => {
    const ben = await make([
      ...[
        'agent',
        'create',
        ...agentOptions(shop.shopId ?? '', { '--email': 'ben@maison-perle.example', '--name': 'Ben' }),
      ],
      ...['--role', 'admin'],
    ])
    const me = async (token = '') => (await new Caller(house, token).get<Me>('/api/me')).body
    expect(await me(ben.token)).toMatchObject({
      role: 'admin',
      agent: { id: ben.agentId, name: 'Ben' },
      shop: { id: shop.shopId, name: 'Maison Perle' },
    })
    expect(await me(shop.adminToken)).toMatchObject({ role: 'admin', agent: { name: 'dora' } })
    expect((await new Caller(house, shop.secretKey ?? '').get('/api/shop')).status).toBe(200)
  })

  test('without --json they print the same, a line each', async () => {
    const { code, stdout } = await comptoir(
      ['shop', 'create', ...shopOptions({ '--admin-email': 'eva@b.example' })],
      env,
    )
    expect(code).toBe(0)
    expect(stdout.split('\n').map((line) => line.split(': ')[0])).toEqual([...Object.keys(shop), ''])
  })

  test('several origins may be given', async () => {
    const origins = ['https://a.example', 'https://b.example:8443']
    const made = await make([
      'shop',
      'create',
      ...shopOptions({ '--admin-email': 'fay@b.example' }),
      '--origin',
      ...origins,
    ])
    const { body } = await new Caller(house, made.adminToken ?? '').get<{ origins: string[] }>('/api/shop')
    expect(body.origins).toEqual(expect.arrayContaining(origins))
  })

  test.each([
    [{ '--name': ' ' }, /^comptoir: --name: /],
    [{ '--name': 'x'.repeat(121) }, /^comptoir: --name: /],
    [
      { '--origin': 'maison-perle.example' },
      /^comptoir: --origin: Expected an origin such as .* got "maison-perle.example"/,
    ],
    [{ '--origin': 'ftp://maison-perle.example' }, /^comptoir: --origin: /],
    [{ '--admin-email': 'dora' }, /^comptoir: --admin-email: Expected one e-mail address/],
    [{ '--admin-password': 'short' }, /^comptoir: --admin-password: /],
    [{ '--locale': 'English' }, /^comptoir: --locale: /],
  ])('shop create refuses %j and stores nothing', async (change, complaint) => {
    await refuses(['shop', 'create', ...shopOptions(change)], 2, complaint)
  })

  test('every option that does not fit is named', async () => {
    const options = shopOptions({ '--admin-email': 'dora', '--admin-password': 'short' })
    const { stderr } = await comptoir(['shop', 'create', ...options, '--json'], env)
    const { code, errors } = JSON.parse(stderr)
    expect([code, errors.map((error: { path: string }) => error.path)]).toEqual([
      'invalid',
      ['--admin-email', '--admin-password'],
    ])
  })

  test('agent create refuses who is an agent of the shop already, and stores nothing', async () => {
    const dora = agentOptions(shop.shopId ?? '', { '--email': 'Dora@Maison-Perle.example' })
    await refuses(
      ['agent', 'create', ...dora],
      1,
      /^comptoir: dora@maison-perle.example already is an agent of this shop/,
    )
  })

  test('agent create refuses a shop that is not there, and what is no id, and stores nothing', async () => {
    const absent = newId()
    await refuses(['agent', 'create', ...agentOptions(absent)], 1, new RegExp(`^comptoir: There is no shop ${absent}`))
    await refuses(['agent', 'create', ...agentOptions('1')], 2, /^comptoir: --shop: Expected the id of a shop/)
  })

  test('an agent whom two commands make at once is made once', async () => {
    const gil = agentOptions(shop.shopId ?? '', { '--email': 'gil@maison-perle.example' })
    const both = await Promise.all([
      comptoir(['agent', 'create', ...gil], env),
      comptoir(['agent', 'create', ...gil], env),
    ])
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
    expect(both.map(({ stderr }) => stderr).join('')).toMatch(/^comptoir: gil@maison-perle.example already is an agent/)
  })
})

describe('migrate and seed', () => {
  let database: TestDatabase
  let env: Record<string, string>

  beforeEach(async () => {
    database = await newDatabase()
    env = { DATABASE_URL: database.url }
    return () => database.drop()
  })

  test('migrate says what it did, and that there was nothing to do', async () => {
    await database.query('DROP SCHEMA public, auth, graphile_worker CASCADE')
    await database.query('CREATE SCHEMA public')
    const first = await comptoir(['migrate', '--json'], env)
    expect(JSON.parse(first.stdout).migrated).toContain('001-house')
    const second = await comptoir(['migrate'], env)
    expect(second).toEqual({ code: 0, stderr: '', stdout: 'Nothing to do: the database is in its present form.\n' })
  })

  test('two that migrate at once do it once', async () => {
    await database.query('DROP SCHEMA public, auth, graphile_worker CASCADE')
    await database.query('CREATE SCHEMA public')
    const both = await Promise.all([comptoir(['migrate', '--json'], env), comptoir(['migrate', '--json'], env)])
    const done = both.flatMap(({ stdout }) => JSON.parse(stdout).migrated)
    expect(done).toEqual([...new Set(done)])
    expect(done).toContain('001-house')
  })

  test('seed makes the demo shop once, and says again how to sign in', async () => {
    const first = await comptoir(['seed', '--json'], env)
    expect(JSON.parse(first.stdout)).toMatchObject({
      publicKey: expect.stringMatching(/^pk_/),
      password: expect.any(String),
    })
    const again = await comptoir(['seed', '--json'], env)
    expect(again).toEqual(first)
    const people = await comptoir(['seed'], { ...env, FRONTEND_URL: 'https://support.example' })
    expect(people.stdout).toContain('https://support.example/demo')
    expect(await database.query('SELECT name FROM shops')).toEqual([{ name: 'Maison Perle' }])
  })

  test('seed leaves an installation alone that has shops', async () => {
    await comptoir(['shop', 'create', ...shopOptions({ '--name': 'Atelier Nord' })], env)
    const { code, stdout, stderr } = await comptoir(['seed'], env)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^comptoir: There are shops here already/)
    expect(await database.query('SELECT name FROM shops')).toEqual([{ name: 'Atelier Nord' }])
  })
})
