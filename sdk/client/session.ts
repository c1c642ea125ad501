import type { OpenVisitor, VisitorSession } from '../contract/index.ts'
import { Failure } from './failure.ts'
import type { Credential, Send } from './http.ts'
import type { Kept } from './kept.ts'
import { alone } from './patience.ts'

export interface KeptSession {
  session: VisitorSession
  /** When it was opened, by this machine's clock. */
  at: number
}

export const mendSession = (kept: KeptSession): KeptSession | null =>
  typeof kept.session.token === 'string' && typeof kept.session.renewalToken === 'string' ? kept : null

export interface Session {
  kept(): VisitorSession | null
  get(refused?: string): Promise<VisitorSession>
  credential: Credential
  identify(who: OpenVisitor): Promise<VisitorSession>
  /** Forgets it here, then tells the server. */
  end(): Promise<void>
}

const BEFORE_END = 60_000
/** A clock that runs ahead of the server's would have every token renewed at once. */
const AT_LEAST = 5 * 60_000

const isFresh = ({ session, at }: KeptSession, now: number): boolean =>
  now < Math.max(Date.parse(session.expiresAt), at + AT_LEAST) - BEFORE_END

export function openSession(send: Send, place: string, kept: Kept<KeptSession>, opening: SessionOptions): Session {
  const headers = { 'X-Shop-Key': opening.shopKey }
  let renewing: Promise<VisitorSession> | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** Counts the shoppers at this machine: a session that was on its way when one left is not kept for the next. */
  let era = 0

  // Storage is read again each time: another tab may have renewed, and then its session is ours.
  const good = (refused?: string) => {
    const now = kept.read()
    return now && now.session.token !== refused && isFresh(now, Date.now()) ? now.session : null
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(() => alone(place, opening.life, work))
    last = mine.catch(() => {})
    return mine
  }
  const open = async (who: OpenVisitor) => {
    const mine = era
    const renewalToken = kept.read()?.session.renewalToken
    const body = { ...(opening.locale && { locale: opening.locale }), ...who }
    const ask = (more?: OpenVisitor) => send('POST /api/visitors', { body: { ...body, ...more } }, { headers })
    const session = await (renewalToken ? ask({ renewalToken }).catch(ifRefused(ask)) : ask())
    if (mine === era) kept.write({ session, at: Date.now() })
    return session
  }
  const get = async (refused?: string) => {
    const session = good(refused)
    if (session) return session
    renewing ??= inTurn(async () => good(refused) ?? open({})).finally(() => {
      renewing = undefined
    })
    return renewing
  }
  return {
    get,
    kept: () => kept.read()?.session ?? null,
    credential: async (refused) => (await get(refused)).token,
    identify: (who) => inTurn(() => open(who)),
    async end() {
      era++
      const token = kept.read()?.session.token
      kept.write(null)
      if (!token) return
      const headers = { Authorization: `Bearer ${token}` }
      await send('DELETE /api/visitors/current', {}, { headers }).catch(ifRefused(() => {}))
    },
  }
}

export interface SessionOptions {
  shopKey: string
  locale: string | undefined
  life: AbortSignal
}

/** What to do instead when the server does not know the credential. */
const ifRefused =
  <T>(instead: () => T) =>
  (failure: unknown): T => {
    if (failure instanceof Failure && failure.code === 'unauthorized') return instead()
    throw failure
  }
