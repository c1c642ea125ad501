import { describe, expect, test } from 'vitest'
import { type Environment, readConfig } from './config.ts'

const read = (env: Environment = {}) => readConfig(env, '/srv/shop', '/opt/comptoir')

test('without any setting it serves the demo on port 3000, with everything of its own', () => {
  expect(read()).toMatchObject({
    port: 3000,
    host: '0.0.0.0',
    publicUrl: 'http://localhost:3000',
    dataDir: '/opt/comptoir/.data',
    logDir: '/opt/comptoir/logs',
    logLevel: 'info',
    databaseUrl: null,
    redisUrl: null,
    mailServer: null,
    mailFrom: { address: 'support@localhost', name: '' },
    mailIn: null,
    secret: null,
    demo: true,
  })
})

test('an empty setting is none, as in a file of settings that were left out', () => {
  const names = [
    'PORT',
    'HOST',
    'FRONTEND_URL',
    'DATA_DIR',
    'DATABASE_URL',
    'DB_HOST',
    'REDIS_URL',
    'DB_NAME',
    'MAIL_HOST',
    'SECRET',
  ]
  expect(read(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(read())
})

test('a folder that is given is looked for from where the command is called', () => {
  expect(read({ DATA_DIR: 'data', LOG_DIR: '/var/log/comptoir' })).toMatchObject({
    dataDir: '/srv/shop/data',
    logDir: '/var/log/comptoir',
  })
})

describe('the store of files', () => {
  const s3 = {
    FILES_S3_ENDPOINT: 'https://s3.example/',
    FILES_S3_BUCKET: 'perle-files',
    FILES_S3_ACCESS_KEY: 'key',
    FILES_S3_SECRET_KEY: 'secret',
  }

  test('is this machine, or one that speaks S3', () => {
    expect(read().fileStore).toBeNull()
    expect(read(s3).fileStore).toEqual({
      endpoint: 'https://s3.example',
      ...{ region: 'us-east-1', bucket: 'perle-files', accessKeyId: 'key', secretAccessKey: 'secret' },
    })
  })

  test('is given whole', () => {
    expect(() => read({ ...s3, FILES_S3_SECRET_KEY: '' })).toThrow(/^FILES_S3_SECRET_KEY must be set too/)
    expect(() => read({ ...s3, FILES_S3_BUCKET: 'Not A Bucket' })).toThrow(/FILES_S3_BUCKET.*"Not A Bucket"/)
    expect(() => read({ ...s3, FILES_S3_ENDPOINT: 's3.example' })).toThrow(/FILES_S3_ENDPOINT.*"s3.example"/)
  })
})

test('npm says itself that it has started the server', () => {
  expect(['start', 'exec', 'test', undefined].map((npm_command) => read({ npm_command }).byNpm)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('the public address follows the port, and loses its last slash', () => {
  expect(read({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080')
  expect(read({ FRONTEND_URL: 'https://support.example/' }).publicUrl).toBe('https://support.example')
})

describe('the database', () => {
  test('comes as one address', () => {
    const url = 'postgresql://comptoir:p%40ss@db.example:6432/support?sslmode=require'
    expect(read({ DATABASE_URL: url, DB_HOST: 'other.example' }).databaseUrl).toBe(url)
  })

  test('comes in parts, with whatever characters they hold', () => {
    const parts = { DB_HOST: 'db_1', DB_PORT: '6432', DB_NAME: 'my support', DB_USER: 'a/b', DB_PASSWORD: '100%@#:?/' }
    const url = new URL(read(parts).databaseUrl ?? '')
    expect([url.hostname, url.port].join(':')).toBe('db_1:6432')
    expect([url.username, url.password, url.pathname].map(decodeURIComponent)).toEqual([
      'a/b',
      '100%@#:?/',
      '/my support',
    ])
  })

  test('comes by a socket or by an IPv6 address too', () => {
    for (const host of ['/var/run/postgresql', '::1'])
      expect(new URL(read({ DB_HOST: host }).databaseUrl ?? '').searchParams.get('host')).toBe(host)
  })

  test('an address that cannot be read is refused without being repeated', () => {
    for (const url of ['mysql://db/x', 'postgres://u:se#cret@db/x', 'postgres://u:se%cret@db/x', 'postgres:db'])
      expect(() => read({ DATABASE_URL: url }), url).toThrow(/^DATABASE_URL must look like (?!.*cret)/)
  })
})

test('a Redis is named by an address, and one that cannot be read is refused without being repeated', () => {
  for (const url of ['redis://localhost', 'redis://shop:s%40cret@redis.example:6380/2', 'rediss://redis.example'])
    expect(read({ REDIS_URL: url }).redisUrl).toBe(url)
  for (const url of ['localhost:6379', 'redis://', 'http://redis', 'redis://u:se%cret@redis'])
    expect(() => read({ REDIS_URL: url }), url).toThrow(/^REDIS_URL must look like (?!.*cret)/)
})

test('mail goes by port 587, and encrypted from the start by port 465', () => {
  expect(read({ MAIL_HOST: 'mail.example' }).mailServer).toEqual({
    host: 'mail.example',
    port: 587,
    secure: false,
    user: null,
    password: null,
  })
  expect(read({ MAIL_HOST: 'mail.example', MAIL_PORT: '465' }).mailServer?.secure).toBe(true)
})

test.each([
  [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535; it is "-1".'],
  [{ PORT: '3000.5' }, 'PORT must be a whole number from 0 to 65535; it is "3000.5".'],
  [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535; it is "65536".'],
  [
    { FRONTEND_URL: 'ftp://a' },
    'FRONTEND_URL must be an address that begins with http:// or https://; it is "ftp://a".',
  ],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of trace, debug, info, warn, error, silent; it is "loud".'],
  [{ DEMO: 'yes' }, 'DEMO must be one of true, false; it is "yes".'],
  [{ SECRET: 'x'.repeat(31) }, 'SECRET must have at least 32 characters; it has 31.'],
  [{ TRUSTED_PROXIES: '99' }, 'TRUSTED_PROXIES must be a whole number from 0 to 10; it is "99".'],
  [{ MAIL_HOST: 'mail.example', MAIL_PORT: '0' }, 'MAIL_PORT must be a whole number from 1 to 65535; it is "0".'],
  [
    { MAIL_FROM: 'Support <support@shop.example>' },
    'MAIL_FROM must be one address such as support@shop.example, without a name; it is "Support <support@shop.example>".',
  ],
  [{ DB_HOST: 'db:5432' }, 'DB_HOST must be the name or the address of a machine; it is "db:5432".'],
  [{ DB_HOST: 'db', DB_PORT: 'x' }, 'DB_PORT must be a whole number from 1 to 65535; it is "x".'],
  [
    { DB_PASSWORD: 'secret' },
    'DB_PASSWORD is set but DB_HOST is not: set DB_HOST to use a PostgreSQL of yours, or unset DB_PASSWORD.',
  ],
])('%j is refused in a sentence', (env, sentence) => {
  expect(() => read(env)).toThrow(sentence)
})

describe('mail that comes in', () => {
  test('is listened for where its address is given', () => {
    expect(read({ MAIL_IN_ADDRESS: 'Reply@in.shop.example', MAIL_IN_PORT: '25' }).mailIn).toEqual({
      address: 'reply@in.shop.example',
      host: '0.0.0.0',
      port: 25,
    })
    expect(read({ MAIL_IN_ADDRESS: 'reply@in.shop.example' }).mailIn?.port).toBe(2525)
  })

  test.each([
    [{ MAIL_IN_PORT: '25' }, /MAIL_IN_PORT is set but MAIL_IN_ADDRESS is not/],
    [{ MAIL_IN_ADDRESS: 'reply' }, /MAIL_IN_ADDRESS must be one address/],
    [{ MAIL_IN_ADDRESS: 'a-name-that-is-too-long@in.shop.example' }, /at most 15/],
    [{ MAIL_IN_ADDRESS: 'reply+x@in.shop.example' }, /MAIL_IN_ADDRESS must be an address such as/],
  ])('is not set up by %j', (env, sentence) => expect(() => read(env)).toThrow(sentence))
})
