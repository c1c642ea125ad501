import { FAILURES } from '@comptoir/sdk/contract'
import { html } from 'hono/html'
import type { Html } from '../platform/page/frame.ts'
import type { Doc, DocOperation, DocParameter } from './document.ts'
import type { Schema } from './example.ts'
import { typeOf } from './schema-words.ts'
import { marked } from './text.ts'

/** The frame of the pages for developers: no script, and nothing from elsewhere. */
export const sheet = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/api/docs/docs.css">
  </head>
  <body>${body}</body>
</html>
`

interface Entry {
  id: string
  method: string
  path: string
  one: DocOperation
}

/** The whole API on one page, which the browser's own search goes through. */
export function docsPage(doc: Doc, url: string): Html {
  const chapters = doc.tags.map((tag) => ({ ...tag, entries: entriesOf(doc, tag.name) }))
  return sheet(
    'Comptoir API',
    html`<a class="skip" href="#content">Skip to the content</a>
    <nav class="contents" aria-label="Contents">
      <p class="brand">Comptoir <span>API</span></p>
      <ul>
        <li><a href="#start">Getting started</a></li>
        ${chapters.map(
          ({ name, entries }) => html`<li>
            <a href="#${anchorOf(name)}">${name}</a>
            <ul>${entries.map(({ id, one }) => html`<li><a href="#${id}">${one.summary}</a></li>`)}</ul>
          </li>`,
        )}
        <li><a href="#objects">Objects</a></li>
        <li><a href="#errors">Errors</a></li>
      </ul>
    </nav>
    <main id="content">
      ${introduction(url)}
      ${chapters.map(
        ({ name, description, entries }) => html`<section class="chapter">
          <h2 id="${anchorOf(name)}">${name}</h2>
          <p class="lead">${description}</p>
          ${entries.map(operation)}
        </section>`,
      )}
      ${objects(doc)}
      ${errors()}
    </main>`,
  )
}

const anchorOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

const entriesOf = (doc: Doc, tag: string): Entry[] =>
  Object.entries(doc.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, one]) => one.tags?.includes(tag))
      .map(([method, one]) => ({
        id: one.operationId ?? `${method}-${path}`,
        method: method.toUpperCase(),
        path,
        one,
      })),
  )

function introduction(url: string): Html {
  return html`<section class="chapter">
    <h1 id="start">Comptoir API</h1>
    <p class="lead">Everything that the widget and the console do. As a document for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
    <pre><code>curl ${url}/api/tickets -H 'Authorization: Bearer sk_…'</code></pre>
    <ul>
      <li>${marked('A credential comes as `Authorization: Bearer …`: the secret key of the shop (`sk_…`), the token of an agent, or that of a visitor session. A page that knows no shopper yet brings the publishable key, `X-Shop-Key: pk_…`.')}</li>
      <li>${marked('Every write takes an `Idempotency-Key`: the same request with the same key is done once, and its first answer replayed for 24 hours. A message’s is its `clientId`.')}</li>
      <li>${marked('Lists are `{items, nextCursor}`: give `nextCursor` as `cursor` to go on, until it is `null`. Rows that come and go meanwhile shift nothing.')}</li>
      <li>${marked('Ids are UUIDs, times ISO 8601 in UTC, durations ISO 8601 such as `PT48H`. What an answer may hold can grow: ignore fields that you do not know.')}</li>
      <li>${marked('A refusal is `application/problem+json` with a `code`; see')} <a href="#errors">Errors</a>.</li>
    </ul>
  </section>`
}

function operation({ id, method, path, one }: Entry): Html {
  const parameters = (one.parameters ?? []).filter((parameter): parameter is DocParameter => 'name' in parameter)
  const [body] = Object.entries(one.requestBody?.content ?? {})
  return html`<article id="${id}" class="operation">
    <h3>${one.summary} <a class="anchor" href="#${id}" aria-label="Link to ${one.summary}">#</a></h3>
    <p class="address"><span class="method is-${method.toLowerCase()}">${method}</span> <code>${path}</code></p>
    <p class="who">${marked(one.description ?? '')}</p>
    ${parameters.length > 0 ? parameterTable(parameters) : ''}
    ${body ? html`<h4>Body <small>${body[0]}</small></h4>${body[1].schema ? fields(body[1].schema) : ''}${example(body[1].example)}` : ''}
    ${Object.entries(one.responses).map(([status, answer]) =>
      'description' in answer
        ? html`<h4>Answer <code>${status}</code> <small>${marked(answer.description)}</small></h4>
            ${Object.values(answer.content ?? {}).map((media) => example(media.example))}`
        : '',
    )}
    <p class="refusals">Refusals: ${Object.values(one.responses).map((answer) => ('$ref' in answer ? refusal(answer.$ref) : ''))}</p>
  </article>`
}

function refusal(ref: string): Html {
  const code = ref.split('/').at(-1) ?? ''
  return html`<a href="/api/errors/${code}"><code>${code}</code></a> `
}

const parameterTable = (parameters: DocParameter[]): Html => html`<h4>Parameters</h4>
  <div class="scroll"><table>
    <thead><tr><th>Name</th><th>In</th><th>Type</th></tr></thead>
    <tbody>${parameters.map(
      ({ name, in: place, required, description, schema }) => html`<tr>
        <td><code>${name}</code>${required ? html` <small>required</small>` : ''}</td>
        <td>${place}</td>
        <td>${typeOf(schema)}${description ? html` <small>${description}</small>` : ''}</td>
      </tr>`,
    )}</tbody>
  </table></div>`

function fields(schema: Schema): Html {
  if (schema.$ref || !schema.properties) return html`<p>${typeOf(schema)}</p>`
  return html`<div class="scroll"><table>
    <thead><tr><th>Field</th><th>Type</th></tr></thead>
    <tbody>${Object.entries(schema.properties).map(
      ([name, one]) => html`<tr>
        <td><code>${name}</code>${schema.required?.includes(name) ? html` <small>required</small>` : ''}</td>
        <td>${typeOf(one)}${one.description ? html` <small>${one.description}</small>` : ''}</td>
      </tr>`,
    )}</tbody>
  </table></div>`
}

const example = (value: unknown): Html | string =>
  value === undefined ? '' : html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>`

function objects({ components: { schemas } }: Doc): Html {
  return html`<section class="chapter">
    <h2 id="objects">Objects</h2>
    ${Object.entries(schemas)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(
        ([name, schema]) =>
          html`<article class="operation" id="object-${name}"><h3>${name}</h3>${fields(schema)}</article>`,
      )}
  </section>`
}

function errors(): Html {
  return html`<section class="chapter">
    <h2 id="errors">Errors</h2>
    <p class="lead">${marked('Every refusal has a `code` from this table, a `detail` that says what was expected and what came, and a `requestId` that is also in our log.')}</p>
    <div class="scroll"><table>
      <thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>
      <tbody>${Object.entries(FAILURES).map(
        ([code, { status, title }]) => html`<tr>
          <td><a href="/api/errors/${code}"><code>${code}</code></a></td>
          <td>${status}</td>
          <td>${title}</td>
        </tr>`,
      )}</tbody>
    </table></div>
  </section>`
}
