import { sql } from 'kysely'
import type { Context } from './context.ts'
import { type Http, newHttp } from './http.ts'

/** For balancers and watchers: a word and no more. `/healthz`: the process answers. `/readyz`: it can do its work. */
export function healthRoutes(ctx: Pick<Context, 'db' | 'log' | 'leaving'>): Http {
  const http = newHttp()
  http.get('/healthz', (c) => c.json({ ok: true }))
  http.get('/readyz', async (c) => {
    const ready = !ctx.leaving.aborted && (await databaseAnswers(ctx))
    return c.json({ ok: ready }, ready ? 200 : 503)
  })
  return http
}

async function databaseAnswers({ db, log }: Pick<Context, 'db' | 'log'>): Promise<boolean> {
  try {
    await sql`SELECT 1`.execute(db)
    return true
  } catch (error) {
    log.warn({ err: error }, 'not ready: the database does not answer')
    return false
  }
}
