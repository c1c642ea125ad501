import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface Texts {
  name: string
  facts: Record<string, string>
}
interface Product {
  id: string
  pairs: string[]
  en: Texts
  fr: Texts
}

const TAG = '<script async src="{{url}}/widget.js" data-shop="{{publicKey}}"></script>'
const SERVED_AT = 'https://shop.example/demo/'

const fileOf = (path: string) => new URL(path, import.meta.url)
const read = (path: string) => readFileSync(fileOf(path), 'utf8')
const pagesIn = (folder: string) => readdirSync(fileOf(folder)).filter((name) => name.endsWith('.html'))

const english = pagesIn('./')
const french = pagesIn('./fr/')
const pages = [...english, ...french.map((name) => `fr/${name}`)]

/** Everything a page points at, the tag apart, as addresses on the served site. */
function referencesOf(page: string) {
  const html = read(page).replace(TAG, '')
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, ref]) => new URL(ref ?? '', SERVED_AT + page))
}

function servedFile(address: URL) {
  const path = address.href.replace(SERVED_AT, '').replace(/[?#].*$/, '')
  return path === '' || path.endsWith('/') ? `${path}index.html` : path
}

/** A page without its words: its elements and the hooks that the modules and the style sheet hold on to. */
function skeletonOf(page: string) {
  return read(page).match(
    /<[a-z]\w*|\b(?:id|class|for|name|value|data-(?:page|slot|when|collection|method|fee))="[^"]*"/g,
  )
}

describe.each(pages)('%s', (page) => {
  test('leads only to pages, places and files that exist', () => {
    for (const address of referencesOf(page)) {
      expect(address.href, 'stays in the shop').toMatch(/^https:\/\/shop\.example\/demo\//)
      expect(existsSync(fileOf(servedFile(address))), address.pathname).toBe(true)
      if (address.hash) expect(read(servedFile(address)), address.href).toContain(`id="${address.hash.slice(1)}"`)
    }
  })

  test('carries the tag once, right before the end of its body', () => {
    const html = read(page)
    expect(html.split('widget.js')).toHaveLength(2)
    expect(html.replace(/\s+(?=<)/g, '')).toContain(`${TAG}</body>`)
  })

  test('says its language', () => {
    expect(read(page)).toContain(`<html lang="${page.startsWith('fr/') ? 'fr' : 'en'}">`)
  })

  test('has nothing inline that a strict content security policy would stop', () => {
    const html = read(page)
    expect(html).not.toMatch(/<style|\sstyle="|\son\w+="/)
    for (const [script] of html.matchAll(/<script[^>]*>/g)) expect(script).toContain(' src="')
  })
})

test('the French pages mirror the English ones', () => {
  expect(french).toEqual(english)
  for (const page of english) expect(skeletonOf(`fr/${page}`), page).toEqual(skeletonOf(page))
})

test('each page leads to itself in the other language', () => {
  for (const page of english) {
    expect(referencesOf(page).map(servedFile)).toContain(`fr/${page}`)
    expect(referencesOf(`fr/${page}`).map(servedFile)).toContain(page)
  }
})

test('every product has its picture, its company and the same facts in both languages', async () => {
  const { products }: { products: Product[] } = await import(fileOf('./products.js').href)
  const ids = products.map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(0)
  for (const { id, pairs, en, fr } of products) {
    expect(existsSync(fileOf(`./pictures/${id}.svg`)), id).toBe(true)
    expect(ids).toEqual(expect.arrayContaining(pairs))
    expect(pairs).not.toContain(id)
    expect(Object.keys(fr)).toEqual(Object.keys(en))
    expect(Object.keys(fr.facts)).toHaveLength(Object.keys(en.facts).length)
  }
})
