import { isIPv6 } from 'node:net'
import { isAbsolute, join, resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { CannotStart } from './cannot-start.ts'

/** Everything that the environment decides, read once at the start and frozen. */
export interface Config {
  port: number
  host: string
  /** Where people reach this server: the links in mails, the console's origin. No slash at the end. */
  publicUrl: string
  dataDir: string
  /** A store that speaks S3. `null`: files are kept under `dataDir`. */
  fileStore: { endpoint: string; region: string; bucket: string; accessKeyId: string; secretAccessKey: string } | null
  logDir: string
  logLevel: LogLevel
  /** `null`: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | null
  /** Carries pushes between nodes. `null`: PostgreSQL does. */
  redisUrl: string | null
  /** `null`: mail stays in the mail log. */
  mailServer: { host: string; port: number; secure: boolean; user: string | null; password: string | null } | null
  mailFrom: { address: string; name: string }
  /** Where answers to mails come in. `null`: they do not. */
  mailIn: { address: string; host: string; port: number } | null
  /** Signs tokens and seals secrets. `null`: one is made at the first start and kept in the database. */
  secret: string | null
  /** Whoever brings it may read `/metrics`. `null`: nobody may. */
  metricsToken: string | null
  /** Addresses and networks that webhooks may reach though they are not on the public web. */
  allowedTargets: readonly string[]
  /** How many proxies in front of us may be believed about the client's address. */
  trustedProxies: number
  /** For how long a server that is told to stop moves its clients to the others, in ms. */
  drain: number
  /** Whether the demo shop is made at the first start. */
  demo: boolean
  /** Whether `npm start` or `npx` started us: npm says so itself. */
  byNpm: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * A path that a setting gives is relative to `cwd`, as in any shell; what no setting gives stands in `home`, so that a
 * command finds the server's data from whatever folder it is called.
 * @throws CannotStart with the setting's name, what was expected and what came.
 */
export function readConfig(env: Environment, cwd: string, home = cwd): Readonly<Config> {
  const port = wholeNumber(env, 'PORT', 3000, 0, 65_535)
  return Object.freeze({
    port,
    host: env.HOST || '0.0.0.0',
    publicUrl: httpUrl(env, 'FRONTEND_URL', `http://localhost:${port}`),
    dataDir: env.DATA_DIR ? resolve(cwd, env.DATA_DIR) : join(home, '.data'),
    fileStore: fileStore(env),
    logDir: env.LOG_DIR ? resolve(cwd, env.LOG_DIR) : join(home, 'logs'),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    databaseUrl: databaseUrl(env),
    redisUrl: redisUrl(env),
    mailServer: mailServer(env),
    mailFrom: { address: mailAddress(env, 'MAIL_FROM', 'support@localhost'), name: env.MAIL_FROM_NAME || '' },
    mailIn: mailIn(env),
    secret: secret(env, 'SECRET', 32),
    metricsToken: secret(env, 'METRICS_TOKEN', 16),
    allowedTargets: networks(env, 'ALLOWED_TARGETS'),
    trustedProxies: wholeNumber(env, 'TRUSTED_PROXIES', 0, 0, 10),
    drain: wholeNumber(env, 'DRAIN_SECONDS', 10, 0, 600) * 1000,
    demo: yesOrNo(env, 'DEMO', true),
    byNpm: env.npm_command === 'start' || env.npm_command === 'exec',
  })
}

function fileStore(env: Environment): Config['fileStore'] {
  const names = ['FILES_S3_ENDPOINT', 'FILES_S3_BUCKET', 'FILES_S3_ACCESS_KEY', 'FILES_S3_SECRET_KEY'] as const
  const [endpoint = '', bucket = '', accessKeyId = '', secretAccessKey = ''] = names.map((name) => env[name] || '')
  const missing = names.filter((name) => !env[name])
  if (missing.length === names.length) return null
  if (missing.length > 0)
    throw new CannotStart(
      `${missing.join(', ')} must be set too: files are kept in S3 by all four, or on this machine.`,
    )
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new CannotStart(`FILES_S3_BUCKET must be the name of a bucket; it is "${bucket}".`)
  const region = env.FILES_S3_REGION || 'us-east-1'
  return { endpoint: httpUrl(env, 'FILES_S3_ENDPOINT', endpoint), region, bucket, accessKeyId, secretAccessKey }
}

function databaseUrl(env: Environment): string | null {
  if (env.DATABASE_URL) return wholeDatabaseUrl(env.DATABASE_URL)
  if (env.DB_HOST) return joinedDatabaseUrl(env, env.DB_HOST)
  const stray = ['DB_NAME', 'DB_USER', 'DB_PASSWORD', 'DB_PORT'].find((name) => env[name])
  if (!stray) return null
  throw new CannotStart(
    `${stray} is set but DB_HOST is not: set DB_HOST to use a PostgreSQL of yours, or unset ${stray}.`,
  )
}

function wholeDatabaseUrl(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text) && isReadable(text)) return text
  // What came is not repeated: it holds a password.
  throw new CannotStart(
    'DATABASE_URL must look like postgres://user:password@host:5432/database, with %40 for a @ in the password and the like; what it holds does not.',
  )
}

function isReadable(url: string): boolean {
  try {
    return decodeURIComponent(new URL(url).href) !== ''
  } catch {
    // Either of the two refuses by throwing.
    return false
  }
}

function joinedDatabaseUrl(env: Environment, host: string): string {
  const url = new URL('postgres://localhost')
  if (isAbsolute(host) || isIPv6(host)) url.searchParams.set('host', host)
  else if (/^[A-Za-z0-9._-]+$/.test(host)) url.hostname = host
  else throw new CannotStart(`DB_HOST must be the name or the address of a machine; it is "${host}".`)
  url.port = String(wholeNumber(env, 'DB_PORT', 5432, 1, 65_535))
  url.pathname = `/${encodeURIComponent(env.DB_NAME || 'comptoir')}`
  url.username = encodeURIComponent(env.DB_USER || 'comptoir')
  url.password = encodeURIComponent(env.DB_PASSWORD || '')
  return url.href
}

function redisUrl(env: Environment): string | null {
  if (!env.REDIS_URL) return null
  if (/^rediss?:\/\/[^/]/.test(env.REDIS_URL) && isReadable(env.REDIS_URL)) return env.REDIS_URL
  throw new CannotStart(
    'REDIS_URL must look like redis://user:password@host:6379, or rediss:// for TLS, with %40 for a @ in the password and the like; what it holds does not.',
  )
}

function mailServer(env: Environment): Config['mailServer'] {
  if (!env.MAIL_HOST) return null
  const port = wholeNumber(env, 'MAIL_PORT', 587, 1, 65_535)
  return {
    host: env.MAIL_HOST,
    port,
    secure: port === 465,
    user: env.MAIL_USER || null,
    password: env.MAIL_PASSWORD || null,
  }
}

/** A token of 48 letters is put behind the name, and a name may have 64. */
const LONGEST_NAME = 15

function mailIn(env: Environment): Config['mailIn'] {
  const stray = ['MAIL_IN_PORT', 'MAIL_IN_HOST'].find((name) => env[name])
  if (!env.MAIL_IN_ADDRESS) {
    if (!stray) return null
    throw new CannotStart(`${stray} is set but MAIL_IN_ADDRESS is not: set the address to which answers are sent.`)
  }
  const address = mailAddress(env, 'MAIL_IN_ADDRESS', '').toLowerCase()
  if (/^[a-z0-9_-]+@/.test(address) && address.indexOf('@') <= LONGEST_NAME)
    return { address, host: env.MAIL_IN_HOST || '0.0.0.0', port: wholeNumber(env, 'MAIL_IN_PORT', 2525, 0, 65_535) }
  throw new CannotStart(
    `MAIL_IN_ADDRESS must be an address such as reply@in.shop.example, with at most ${LONGEST_NAME} of a-z 0-9 _ - before the @; it is "${address}".`,
  )
}

function mailAddress(env: Environment, name: string, usual: string): string {
  const text = env[name] || usual
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(text)) return text
  throw new CannotStart(`${name} must be one address such as support@shop.example, without a name; it is "${text}".`)
}

function secret(env: Environment, name: string, least: number): string | null {
  const text = env[name]
  if (!text) return null
  if (text.length < least) {
    throw new CannotStart(`${name} must have at least ${least} characters; it has ${text.length}.`)
  }
  return text
}

function networks(env: Environment, name: string): readonly string[] {
  const list = (env[name] ?? '').split(',').flatMap((one) => one.trim() || [])
  const wrong = list.find((one) => !ipaddr.isValid(one) && !ipaddr.isValidCIDR(one))
  if (wrong === undefined) return list
  throw new CannotStart(
    `${name} must be addresses and networks such as 127.0.0.1 or 10.1.0.0/16, with commas between; it holds "${wrong}".`,
  )
}

function wholeNumber(env: Environment, name: string, usual: number, least: number, most: number): number {
  const text = env[name]
  if (!text) return usual
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new CannotStart(`${name} must be a whole number from ${least} to ${most}; it is "${text}".`)
  }
  return value
}

function oneOf<T extends string>(env: Environment, name: string, choices: readonly T[], usual: T): T {
  const text = env[name]
  if (!text) return usual
  const choice = choices.find((one) => one === text)
  if (!choice) throw new CannotStart(`${name} must be one of ${choices.join(', ')}; it is "${text}".`)
  return choice
}

function yesOrNo(env: Environment, name: string, usual: boolean): boolean {
  return oneOf(env, name, ['true', 'false'], usual ? 'true' : 'false') === 'true'
}

function httpUrl(env: Environment, name: string, usual: string): string {
  const text = env[name] || usual
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new CannotStart(`${name} must be an address that begins with http:// or https://; it is "${text}".`)
  }
  return text.replace(/\/+$/, '')
}
