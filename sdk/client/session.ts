import type { OpenVisitor, VisitorSession } from '../contract/index.ts'
import { Failure } from './failure.ts'
import type { Credential, Send } from './http.ts'
import type { Kept } from './kept.ts'
import type { CallOptions } from './types.ts'

export const mendSession = (kept: VisitorSession): VisitorSession | null =>
  typeof kept.token === 'string' && typeof kept.renewalToken === 'string' ? kept : null

export interface Session {
  get(refused?: string): Promise<VisitorSession>
  credential: Credential
  identify(who: OpenVisitor, options?: CallOptions): Promise<VisitorSession>
  /** Forgets it here, then tells the server. */
  end(): Promise<void>
}

const BEFORE_END = 60_000
/** A clock that runs ahead of the server's would have every token renewed at once. */
const AT_LEAST = 5 * 60_000

const byThisClock = (expiresAt: string, now: number): string =>
  new Date(Math.max(Date.parse(expiresAt), now + AT_LEAST)).toISOString()

export function openSession(send: Send, kept: Kept<VisitorSession>, shopKey: string, locale?: string): Session {
  let renewing: Promise<VisitorSession> | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** Counts the shoppers at this machine: a session that was on its way when one left is not kept for the next. */
  let era = 0

  // Storage is read again each time: another tab may have renewed, and then its session is ours.
  const good = (refused?: string) => {
    const now = kept.read()
    return now && now.token !== refused && Date.parse(now.expiresAt) - BEFORE_END > Date.now() ? now : null
  }
  const open = async (who?: OpenVisitor, options?: CallOptions) => {
    const mine = era
    const renewalToken = kept.read()?.renewalToken
    const ask = (more?: OpenVisitor) =>
      send(
        'POST /api/visitors',
        { body: { ...(locale && { locale }), ...who, ...more } },
        { ...options, headers: { 'X-Shop-Key': shopKey } },
      )
    const opened = await (renewalToken ? ask({ renewalToken }).catch(ifRefused(ask)) : ask())
    const session = { ...opened, expiresAt: byThisClock(opened.expiresAt, Date.now()) }
    if (mine === era) kept.write(session)
    return session
  }
  const inTurn = (work: () => VisitorSession | Promise<VisitorSession>) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
  const renew = (refused?: string) => {
    renewing ??= inTurn(() => good(refused) ?? open()).finally(() => {
      renewing = undefined
    })
    return renewing
  }
  const get = async (refused?: string) => good(refused) ?? renew(refused)
  return {
    get,
    credential: async (refused) => (await get(refused)).token,
    identify: (who, options) => inTurn(() => open(who, options)),
    async end() {
      era++
      const token = kept.read()?.token
      kept.write(null)
      const headers = { Authorization: `Bearer ${token}` }
      if (token) await send('DELETE /api/visitors/current', {}, { headers }).catch(ifRefused(() => {}))
    },
  }
}

/** What to do instead when the server does not know the credential. */
const ifRefused =
  <T>(instead: () => T) =>
  (failure: unknown): T => {
    if (failure instanceof Failure && failure.code === 'unauthorized') return instead()
    throw failure
  }
