import { FAILURES, type FailureCode } from '@comptoir/sdk/contract'
import { html } from 'hono/html'
import type { Html } from '../platform/page/frame.ts'
import { ADVICE } from './advice.ts'
import { sheet } from './page.ts'
import { marked } from './text.ts'

/** Where the `type` of a refusal leads. */
export function errorPage(code: FailureCode): Html {
  const { status, title, retry } = FAILURES[code]
  return sheet(
    `${code} · Comptoir API`,
    html`<main class="column">
      <p class="crumbs"><a href="/api/docs">API</a> / <a href="/api/docs#errors">Errors</a></p>
      <h1><code>${code}</code></h1>
      <p class="lead">${title}</p>
      <dl class="facts">
        <dt>Status</dt><dd><code>${status}</code></dd>
        <dt>Again</dt><dd>${retry ? 'The same request may succeed later.' : 'The same request is refused again until something changes.'}</dd>
      </dl>
      <h2>What to do</h2>
      <p>${marked(ADVICE[code])}</p>
    </main>`,
  )
}
