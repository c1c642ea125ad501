import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { CannotStart } from './cannot-start.ts'
import { type Environment, readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { openLog } from './platform/log.ts'
import { newDatabase } from './testing/database.ts'
import { buildProgram, comptoir, serve } from './testing/program.ts'

const open = (env: Environment) => {
  const config = readConfig({ ...env, LOG_LEVEL: 'silent' }, '/nowhere')
  return openDatabase(config, openLog(config))
}

async function aDatabase() {
  const database = await newDatabase()
  onTestFinished(() => database.drop())
  return { ...database, address: new URL(database.url) }
}

/** The settings in parts that say the same as an address. */
const partsOf = ({ hostname, port, pathname, username, password }: URL) => ({
  DB_HOST: hostname,
  DB_PORT: port,
  DB_NAME: pathname.slice(1),
  DB_USER: decodeURIComponent(username),
  DB_PASSWORD: decodeURIComponent(password),
})

describe('a PostgreSQL of one’s own', () => {
  test('is used by its address, and is left running', async () => {
    const { url, query } = await aDatabase()
    const opened = await open({ DATABASE_URL: url })
    expect(opened.migrated).toEqual([])
    await opened.close()
    await opened.close()
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('is used by its parts', async () => {
    const { address } = await aDatabase()
    const opened = await open(partsOf(address))
    const { rows } = await opened.pool.query('SELECT current_database() AS name')
    await opened.close()
    expect(rows).toEqual([{ name: address.pathname.slice(1) }])
  })

  test('has one secret, whoever asks first', async () => {
    const { url } = await aDatabase()
    const both = await Promise.all([open({ DATABASE_URL: url }), open({ DATABASE_URL: url })])
    for (const one of both) await one.close()
    expect(both[0]?.secret).toMatch(/^[\w-]{43}$/)
    expect(both[1]?.secret).toBe(both[0]?.secret)
  })
})

describe('one that cannot be used is refused in a sentence', () => {
  test('where nobody listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    await once(closed.close(), 'close')
    await expect(open({ DB_HOST: '127.0.0.1', DB_PORT: String(port) })).rejects.toThrow(
      new CannotStart(
        `No PostgreSQL answers at 127.0.0.1:${port} (ECONNREFUSED): check DATABASE_URL or DB_HOST and DB_PORT.`,
      ),
    )
  })

  test('where the machine has no such name', async () => {
    await expect(open({ DB_HOST: 'no-such-host.invalid' })).rejects.toThrow(
      /^No PostgreSQL answers at no-such-host\.invalid:5432 \((ENOTFOUND|EAI_AGAIN)\)/,
    )
  })

  test('with a wrong password', async () => {
    const { address } = await aDatabase()
    await expect(open({ ...partsOf(address), DB_PASSWORD: 'wrong' })).rejects.toThrow(
      new CannotStart(
        `PostgreSQL at ${address.host} refuses the user or the password: check DATABASE_URL or DB_USER and DB_PASSWORD.`,
      ),
    )
  })

  test('with a database that is not there', async () => {
    const address = new URL(inject('databaseServer'))
    await expect(open({ ...partsOf(address), DB_NAME: 'no_such_database' })).rejects.toThrow(
      new CannotStart(
        `PostgreSQL at ${address.host} has no database of that name: create it, or check DATABASE_URL or DB_NAME.`,
      ),
    )
  })

  test('with a user who may not make tables', async () => {
    const { url, query, address } = await aDatabase()
    await query('DROP SCHEMA public, auth, graphile_worker CASCADE')
    await query('CREATE SCHEMA public')
    await query('REVOKE CREATE ON SCHEMA public FROM CURRENT_USER')
    await expect(open({ DATABASE_URL: url })).rejects.toThrow(
      `PostgreSQL at ${address.host} does not let this user make tables: make the user the owner of the database.`,
    )
  })

  test('that would acknowledge before it has stored', async () => {
    const { url, query, address } = await aDatabase()
    await query(`ALTER DATABASE "${address.pathname.slice(1)}" SET synchronous_commit = off`)
    await expect(open({ DATABASE_URL: url })).rejects.toThrow(
      'PostgreSQL runs with synchronous_commit off: what is acknowledged could be lost. Turn it on.',
    )
  })

  test('that asks for TLS where there is none', async () => {
    const { url } = await aDatabase()
    await expect(open({ DATABASE_URL: `${url}?sslmode=verify-full` })).rejects.toThrow(
      /could not be reached: The server does not support SSL connections; check DATABASE_URL/,
    )
  })

  test('that takes the connection and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    await expect(open({ DB_HOST: '127.0.0.1', DB_PORT: String(port) })).rejects.toThrow(
      /could not be reached: .*timeout/,
    )
  })
})

describe('the program on a PostgreSQL of one’s own', () => {
  beforeAll(buildProgram, 180_000)

  test('serves from it, by its address and by its parts, and leaves no data of its own', async () => {
    const { url, address } = await aDatabase()
    const one = await serve({ DATABASE_URL: url })
    const other = await serve({ ...partsOf(address), LOG_DIR: '/tmp' })
    for (const server of [one, other]) expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    // Two copies over one database are one installation: both tell the same way to sign in.
    const password = (text: string) => text.match(/the password (\S+)/)?.[1]
    expect(password(one.stdout())).toBe(password(other.stdout()))
    expect(await one.end()).toMatchObject({ code: 0, stderr: '' })
    expect((await fetch(`${other.url}/readyz`)).status).toBe(200)
  })

  test('says one sentence and no more where it cannot be used', async () => {
    const { code, stdout, stderr } = await comptoir(['serve'], {
      DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x',
      PORT: '0',
    })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      'comptoir: No PostgreSQL answers at 127.0.0.1:1 (ECONNREFUSED): check DATABASE_URL or DB_HOST and DB_PORT.\n',
    )
  })
})
