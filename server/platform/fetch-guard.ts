import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'

/** What this server may reach for a shop: the public web, and the addresses that the operator names. */
export interface FetchGuard {
  /** Why an address may not be reached, as far as can be said before trying; `null`: it may. */
  objection(url: string): Promise<string | null>
  /** Posts once. No redirect is followed, no proxy of the environment is asked, and what is answered is cut off. */
  post(url: string, request: Posting): Promise<Posted>
}

export interface Posting {
  headers: Record<string, string>
  body: string
  /** Milliseconds, for the whole of it. */
  timeout: number
  signal?: AbortSignal
  /** So many bytes of the answer are kept; none when left out. */
  keep?: number
}

export type Posted =
  | { outcome: 'answered'; status: number; retryAfter: string | null; contentType: string | null; body: Buffer }
  | { outcome: 'timeout' | 'unreachable' }

/** The allowed list is the operator's: addresses and networks, such as `127.0.0.1` or `10.1.0.0/16`. */
export function openFetchGuard(allowed: readonly string[], ownUrl: string): FetchGuard {
  const options = { keepAlive: false, allowIPAddressList: [...allowed] }
  const agents = {
    'http:': new RequestFilteringHttpAgent(options),
    'https:': new RequestFilteringHttpsAgent(options),
  }
  const isAllowed = allowance(allowed)
  return {
    objection: (text) => objection(text, isAllowed, allowed.length > 0, ownUrl),
    post(text, request) {
      const url = new URL(text)
      const [agent, send] =
        url.protocol === 'https:' ? [agents['https:'], https.request] : [agents['http:'], http.request]
      return new Promise((resolve) => {
        const deadline = AbortSignal.timeout(request.timeout)
        const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline
        const failed = () => resolve({ outcome: deadline.aborted ? 'timeout' : 'unreachable' })
        const headers = { ...request.headers, 'Content-Length': String(Buffer.byteLength(request.body)) }
        const sending = send(url, { method: 'POST', agent, signal, headers }, (answer) => {
          readSome(answer, request.keep ?? 0).then((body) => {
            const { 'retry-after': retryAfter = null, 'content-type': contentType = null } = answer.headers
            resolve({ outcome: 'answered', status: answer.statusCode ?? 0, retryAfter, contentType, body })
          }, failed)
        })
        sending.on('error', failed)
        sending.end(request.body)
      })
    },
  }
}

/** Up to so many bytes; then the line is cut. */
async function readSome(answer: http.IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    size += chunk.length
    if (size > most) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

type IsAllowed = (address: string) => boolean

function allowance(allowed: readonly string[]): IsAllowed {
  const list = new BlockList()
  for (const one of allowed) {
    const [address = '', bits] = one.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

async function objection(
  text: string,
  isAllowed: IsAllowed,
  someAreAllowed: boolean,
  ownUrl: string,
): Promise<string | null> {
  if (!URL.canParse(text)) return 'Expected an address such as https://shop.example/hooks.'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `Expected https://, got ${url.protocol}//.`
  if (url.username || url.password) return 'Expected an address without a user and a password in it.'
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const addresses = isIP(host) ? [host] : await addressesOf(host)
  if (someAreAllowed && addresses.length > 0 && addresses.every(isAllowed)) return null
  if (host === new URL(ownUrl).hostname) return 'Expected an address of yours, got one of this server.'
  if (url.protocol !== 'https:') return 'Expected https://, got http://.'
  if (url.port !== '') return `Expected port 443, got ${url.port}.`
  if (/(^|\.)localhost$/.test(host) || addresses.some(isInner))
    return 'Expected an address on the public web; the operator can allow others in ALLOWED_TARGETS.'
  return null
}

/** None for a name that is not known yet: whether it may be reached is asked again at each connection. */
async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch {
    return []
  }
}

function isInner(address: string): boolean {
  // Zone ids, `fe80::1%lo`, are of the machine itself.
  return address.includes('%') || ipaddr.parse(address).range() !== 'unicast'
}
