import { newId } from '../contract/ids.ts'
import type { FailureCode, Problem, RouteKey, Routes } from '../contract/index.ts'
import { Failure } from './failure.ts'
import { backOff, limit, pause } from './patience.ts'
import type { CallOptions } from './types.ts'

/** What a route takes: `id` for its path, `query`, `body`. */
export type Input<K extends RouteKey> = (Routes[K] extends { params: 'id' } ? { id: string } : unknown) &
  (Routes[K] extends { query: infer Q } ? { query?: Q | undefined } : unknown) &
  (Routes[K] extends { body: infer B } ? { body: B } : unknown)

interface Loose {
  id?: string
  query?: object | undefined
  body?: object
}

export interface SendOptions extends CallOptions {
  headers?: Record<string, string>
  /** How often to try in all, while the failure says that trying again may help. */
  tries?: number
}

export type Send = <K extends RouteKey>(
  key: K,
  input: Input<K> & Loose,
  options?: SendOptions,
) => Promise<Routes[K]['answer']>

/** A bearer token, `''` for none. Asked again with the one that was refused, it brings another or rejects. */
export type Credential = (refused?: string) => Promise<string>

/** Without an answer for so long, the request counts as lost. */
const NO_ANSWER = 30_000
/** A longer `retryAfter` is the caller's to decide. */
const LONGEST_WAIT = 60
const BY_STATUS: Record<number, FailureCode> = { 404: 'not_found', 413: 'too_large', 429: 'rate_limited' }

export function openHttp(url: string, credentials: RequestCredentials, life: AbortSignal): Send {
  return async (key, input, options = {}) => {
    const { signal, headers, idempotencyKey = newId(), tries = 4 } = options
    const [method = '', path = ''] = key.split(' ')
    const address = url + path.replace(':id', encodeURIComponent(input.id ?? '')) + search(input.query)
    const init: RequestInit = { method, credentials, headers: { ...headers } }
    if (input.body) {
      init.headers = { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey }
      init.body = JSON.stringify(input.body)
    }
    for (let tried = 1; ; tried++) {
      const answer = await once(address, init, life, signal)
      if (!(answer instanceof Failure)) return answer
      if (!answer.retry || tried >= tries || (answer.retryAfter ?? 0) > LONGEST_WAIT) throw answer
      await pause(backOff(tried, answer.retryAfter), life, signal)
    }
  }
}

/** Adds the token to every call; a token that is refused is replaced once. */
export const withCredential =
  (send: Send, credential: Credential): Send =>
  async (key, input, options) => {
    const settings = { idempotencyKey: newId(), ...options }
    const attempt = (token: string) =>
      send(key, input, token ? { ...settings, headers: { Authorization: `Bearer ${token}` } } : settings)
    const token = await credential()
    try {
      return await attempt(token)
    } catch (failure) {
      if (!(failure instanceof Failure && failure.code === 'unauthorized')) throw failure
      return attempt(await credential(token))
    }
  }

function search(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length ? `?${new URLSearchParams(given)}` : ''
}

/** The answer is believed to be what the contract says: the server's own schemas are checked against it. */
async function once(address: string, init: RequestInit, life: AbortSignal, signal?: AbortSignal) {
  const wait = limit(NO_ANSWER, life, signal)
  try {
    const response = await fetch(address, { ...init, signal: wait.signal })
    const text = await response.text()
    return response.ok ? text && JSON.parse(text) : refusal(response, text)
  } catch (cause) {
    if (life.aborted || signal?.aborted) return new Failure('aborted', 'The call was aborted.', { cause })
    return new Failure('network', `No answer came from ${address}.`, { cause })
  } finally {
    wait.end()
  }
}

/** Something between us and the server may answer in its own words: then the status must do. */
function refusal({ status, headers }: Response, text: string): Failure {
  let problem: Partial<Problem> = {}
  try {
    problem = JSON.parse(text)
  } catch {}
  const retryAfter = problem.retryAfter ?? (Number(headers.get('Retry-After')) || undefined)
  const code = problem.code ?? BY_STATUS[status] ?? (status > 499 ? 'unavailable' : 'malformed')
  return new Failure(code, problem.detail ?? `The answer was ${status}.`, { errors: problem.errors, retryAfter })
}
