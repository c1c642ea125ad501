import { FAILURES } from '@comptoir/sdk/contract'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestHouse, type TestHouse } from '../testing/house.ts'
import type { Doc, DocOperation } from './document.ts'
import { OPERATIONS } from './operations.ts'

let house: TestHouse
let doc: Doc
let operations: [string, DocOperation][]

beforeAll(async () => {
  house = await openTestHouse()
  doc = await (await fetch(`${house.url}/api/openapi.json`)).json()
  operations = Object.entries(doc.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): [string, DocOperation] => [`${method.toUpperCase()} ${path}`, one]),
  )
})
afterAll(() => house.close())

describe('the document', () => {
  test('holds every operation once, with a name, a chapter, who may, what can go wrong and an example', () => {
    expect(operations.map(([key]) => key).sort()).toEqual(Object.keys(OPERATIONS).sort())
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length)
    for (const [key, one] of operations) {
      expect(one.summary, key).toBeTruthy()
      expect(one.tags, key).toHaveLength(1)
      expect(one['x-roles'], key).toBeDefined()
      expect(
        Object.keys(one.responses).some((status) => status.startsWith('4')),
        key,
      ).toBe(true)
      for (const media of Object.values(one.requestBody?.content ?? {}))
        expect(media.example ?? media.schema?.format, key).toBeDefined()
    }
  })

  test('says of a field that may be left out that it may', () => {
    expect(doc.components.schemas.NewTicket?.required).toEqual(['subject'])
    expect(doc.components.schemas.NewWebhook?.required).toEqual(['url'])
    const figures = doc.paths['/api/tickets/stats']?.get?.parameters ?? []
    expect(figures.filter((one) => 'required' in one && one.required)).toEqual([])
  })

  test('gives examples that its schemas take', () => {
    const ajv = new Ajv({ strict: false, allErrors: true })
    formats.default(ajv)
    ajv.addSchema({ ...doc, $id: 'doc' })
    for (const [key, one] of operations) {
      const answers = Object.values(one.responses).flatMap((answer) => ('content' in answer ? [answer.content] : []))
      for (const { schema, example } of [one.requestBody?.content, ...answers].flatMap((some) =>
        Object.values(some ?? {}),
      )) {
        if (!schema || example === undefined) continue
        const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/'))
        expect(ajv.validate(local, example), `${key}: ${ajv.errorsText()} ${JSON.stringify(example)}`).toBe(true)
      }
    }
  })

  test('points at nothing that is not there', () => {
    const text = JSON.stringify(doc)
    for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
      expect(doc.components[kind]?.[name], `${kind}/${name}`).toBeDefined()
  })
})

describe('the page', () => {
  test('shows every operation and object, and its links lead somewhere', async () => {
    const answer = await fetch(`${house.url}/api/docs`)
    const page = await answer.text()
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'self'")
    for (const [, one] of operations) expect(page).toContain(`id="${one.operationId}"`)
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    for (const [, anchor] of page.matchAll(/href="#([^"]+)"/g)) expect(ids, anchor).toContain(anchor)
  })

  test.each(Object.keys(FAILURES))('of the code %s says what to do', async (code) => {
    const answer = await fetch(`${house.url}/api/errors/${code}`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('What to do')
  })
})
