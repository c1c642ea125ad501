import { Failure } from './failure.ts'
import type { HttpContext } from './http.ts'
import type { Pacer } from './pacer.ts'

/**
 * Takes one of what a caller may, and says in the answer how many are left of it (draft-ietf-httpapi-ratelimit-headers):
 * `RateLimit-Policy: "messages";q=100;w=10` is a hundred at once, that come back within ten seconds.
 * @throws Failure `rate_limited`
 */
export function pace(
  c: HttpContext | null,
  name: string,
  { pacer, key }: { pacer: Pacer; key: string },
  now: number,
): void {
  const { burst, perSecond } = pacer.pace
  c?.header('RateLimit-Policy', `"${name}";q=${burst};w=${Math.ceil(burst / perSecond)}`)
  try {
    const left = pacer.take(key, now)
    c?.header('RateLimit', `"${name}";r=${left}`)
  } catch (error) {
    if (error instanceof Failure && error.retryAfter) c?.header('RateLimit', `"${name}";r=0;t=${error.retryAfter}`)
    throw error
  }
}
