import { newId } from '../contract/ids.ts'
import type { FailureCode, Problem, RouteInput, RouteKey, Routes } from '../contract/index.ts'
import { Failure } from './failure.ts'
import { backOff, limit, pause } from './patience.ts'
import type { CallOptions } from './types.ts'

interface Loose extends Partial<Record<'id' | 'kind' | 'locale' | 'delivery', string>> {
  query?: object | undefined
  body?: object
}

export interface SendOptions extends CallOptions {
  /** In place of the credential. */
  headers?: Record<string, string>
  /** How often to try in all, while the failure says that trying again may help. */
  tries?: number
  /** What a repeat meets when an earlier try has done all there was to do: it counts as done. */
  settled?: FailureCode
}

export type Send = <K extends RouteKey>(
  key: K,
  input: RouteInput<K>,
  options?: SendOptions,
) => Promise<Routes[K]['answer']>

export interface HttpWays {
  url: string
  credentials: RequestCredentials
  credential: Credential
  life: AbortSignal
  /** What every request carries. */
  always?: Record<string, string>
}

/** A bearer token, `''` for none. Asked again with the one that was refused, it brings another or rejects. */
export type Credential = (refused?: string) => Promise<string>

/** Without an answer for so long, the request counts as lost. */
const NO_ANSWER = 30_000
/** A longer `retryAfter` is the caller's to decide. */
const LONGEST_WAIT = 60
const BY_STATUS: Record<number, FailureCode> = { 404: 'not_found', 413: 'too_large', 429: 'rate_limited' }

export function openHttp({ url, credentials, credential, life, always }: HttpWays): Send {
  return async (key, input, { signal, headers, idempotencyKey = newId(), revision, tries = 4, settled } = {}) => {
    // What a route takes is always of this shape: see `RouteInput`.
    const { query, body, ...named } = input as Loose
    const [method = '', path = ''] = key.split(' ')
    // What is undefined is left out, as in a body.
    const search = new URLSearchParams(JSON.parse(JSON.stringify(query ?? {})))
    const address =
      `${url + path.replace(/:(\w+)/g, (_, name: keyof typeof named) => encodeURIComponent(named[name] ?? ''))}?${search}`.replace(
        /\?$/,
        '',
      )
    const init = body && { body: JSON.stringify(body) }
    const typed = body && { 'Content-Type': 'application/json' }
    const keyed = method !== 'GET' && { 'Idempotency-Key': idempotencyKey }
    const seen = revision !== undefined && { 'If-Match': `"${revision}"` }
    let refused: string | undefined
    for (let tried = 1; ; ) {
      const token = headers ? '' : await credential(refused)
      const bearer = token && { Authorization: `Bearer ${token}` }
      const request = {
        method,
        credentials,
        ...init,
        headers: { ...always, ...typed, ...keyed, ...seen, ...bearer, ...headers },
      }
      const answer = await once(address, request, life, signal)
      if (!(answer instanceof Failure)) return answer
      const { code, retry, retryAfter } = answer
      if (code === 'network' && (await isKeptOut(url, life)))
        throw new Failure('origin_refused', `${url} keeps its answers from pages of ${globalThis.location.origin}.`)
      if (code === 'unauthorized' && !headers && refused === undefined) {
        refused = token
        continue
      }
      if (tried > 1 && code === settled) return
      if (!retry || tried >= tries || (retryAfter ?? 0) > LONGEST_WAIT) throw answer
      await pause(backOff(tried++, retryAfter), life, signal)
    }
  }
}

/** Fetched when it is needed: where it cannot be, there is no network. */
const isKeptOut = (url: string, life: AbortSignal): Promise<boolean> =>
  import('./kept-out.ts').then(
    (question) => question.isKeptOut(url, life),
    () => false,
  )

/** The answer is believed to be what the contract says: the server's own schemas are checked against it. */
async function once(address: string, init: RequestInit, life: AbortSignal, signal?: AbortSignal) {
  const wait = limit(NO_ANSWER, life, signal)
  try {
    const response = await fetch(address, { ...init, signal: wait.signal })
    const text = await response.text()
    return response.ok ? text && JSON.parse(text) : refusal(response, text)
  } catch (cause) {
    const aborted = life.aborted || signal?.aborted
    return new Failure(aborted ? 'aborted' : 'network', `No answer came from ${address}.`, { cause })
  } finally {
    wait.end()
  }
}

/** Something between us and the server may answer in its own words: then the status must do. */
export function refusal({ status, headers }: Response, text: string): Failure {
  let problem: Partial<Problem> = {}
  try {
    problem = JSON.parse(text)
  } catch {}
  const {
    code = BY_STATUS[status] ?? (status > 499 ? 'unavailable' : 'malformed'),
    detail = `Status ${status}`,
    errors,
    since,
  } = problem
  const retryAfter = problem.retryAfter ?? Number(headers.get('Retry-After'))
  return new Failure(code, detail, { ...(errors && { errors }), ...(since && { since }), retryAfter })
}
