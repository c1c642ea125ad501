import { bearerOf } from '../identity/credentials.ts'
import { Failure } from '../platform/failure.ts'
import { type Http, newHttp } from '../platform/http.ts'
import { sameSecret } from '../platform/seal.ts'
import type { Meters } from './meters.ts'

/** For the operator, who runs all shops: by a token of the settings, not by any shop's credential. */
export function metricsRoutes(meters: Meters, token: string): Http {
  const http = newHttp()
  http.get('/metrics', async (c) => {
    if (!sameSecret(bearerOf(c.req.header('Authorization')) ?? '', token))
      throw new Failure('unauthorized', 'Expected the header Authorization: Bearer <METRICS_TOKEN>.')
    const { text, type } = await meters.read()
    return c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-store' })
  })
  return http
}
