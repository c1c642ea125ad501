import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFetchGuard } from './fetch-guard.ts'

const strict = openFetchGuard([], 'https://desk.example')

describe('what may not be reached', () => {
  test.each([
    'https://127.0.0.1/hook',
    'https://127.1/hook',
    'https://2130706433/hook',
    'https://0x7f.1/hook',
    'https://0177.0.0.1/hook',
    'https://0/hook',
    'https://[::1]/hook',
    'https://[::]/hook',
    'https://[::ffff:127.0.0.1]/hook',
    'https://[::ffff:7f00:1]/hook',
    'https://[64:ff9b::7f00:1]/hook',
    'https://[fe80::1]/hook',
    'https://169.254.169.254/latest',
    'https://10.0.0.1/hook',
    'https://192.168.1.1/hook',
    'https://100.64.0.1/hook',
    'https://localhost/hook',
    'https://localhost./hook',
    'https://LOCALHOST/hook',
    'https://shop.localhost/hook',
  ])('is no address of the public web: %s', async (url) => {
    expect(await strict.objection(url)).toMatch('public web')
  })

  test.each([
    ['https://shop.example:25/', 'Expected port 443, got 25.'],
    ['http://shop.example/', 'Expected https://, got http://.'],
    ['ftp://shop.example/', 'Expected https://, got ftp://.'],
    ['file:///etc/passwd', 'Expected https://, got file://.'],
    ['gopher://shop.example/', 'Expected https://, got gopher://.'],
    ['https://user:pass@shop.example/', 'Expected an address without a user and a password in it.'],
    ['https://desk.example/hook', 'Expected an address of yours, got one of this server.'],
    ['https://desk.example./hook', 'Expected an address of yours, got one of this server.'],
    ['shop.example', 'Expected an address such as https://shop.example/hooks.'],
  ])('is said of %s', async (url, objection) => {
    expect(await strict.objection(url)).toBe(objection)
  })

  test('is not said of the public web, nor of what the operator allows', async () => {
    expect(await strict.objection('https://93.184.215.14/hook')).toBeNull()
    const allowing = openFetchGuard(['127.0.0.1', '10.1.0.0/16'], 'https://desk.example')
    expect(await allowing.objection('http://127.0.0.1:4000/hook')).toBeNull()
    expect(await allowing.objection('http://10.1.2.3/hook')).toBeNull()
    expect(await allowing.objection('http://10.2.2.3/hook')).not.toBeNull()
  })
})

describe('at the connection', () => {
  let server: Server
  let url: string
  let asked = 0
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1
      if (request.url === '/silent') return
      response.writeHead(200, { 'Retry-After': '7', 'Content-Type': 'text/plain' }).end('x'.repeat(100))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const request = { headers: {}, body: '{}', timeout: 30_000 }

  test('an address of the house is not reached, by number or by name', async () => {
    for (const target of [url, url.replace('127.0.0.1', 'localhost'), url.replace('127.0.0.1', '[::ffff:7f00:1]')])
      expect(await strict.post(target, request)).toEqual({ outcome: 'unreachable' })
    expect(asked).toBe(0)
  })

  test('one that is allowed is, and no more is kept of its answer than was asked for', async () => {
    const guard = openFetchGuard(['127.0.0.1'], 'https://desk.example')
    expect(await guard.post(url, { ...request, keep: 1_000 })).toMatchObject({
      ...{ outcome: 'answered', status: 200, retryAfter: '7', contentType: 'text/plain' },
      body: Buffer.from('x'.repeat(100)),
    })
    expect(await guard.post(url, { ...request, keep: 50 })).toMatchObject({
      outcome: 'answered',
      body: Buffer.alloc(0),
    })
  })

  test('one that says nothing is given up', async () => {
    const guard = openFetchGuard(['127.0.0.1'], 'https://desk.example')
    expect(await guard.post(`${url}/silent`, { ...request, timeout: 1 })).toEqual({ outcome: 'timeout' })
  })
})
