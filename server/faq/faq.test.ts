import type { Article, ArticleSearch, FaqArticle, FaqEntry, Page, Problem } from '@comptoir/sdk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller } from '../testing/people.ts'

let house: TestHouse
let shop: TestShop
let dora: Caller
let shops = 0

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())
beforeEach(async () => {
  shop = await aShop(house, `Maison Perle ${shops++}`)
  dora = new Caller(house, shop.adminToken)
})

const passerBy = () => new Caller(house, '')
const look = async <T>(path: string, of = shop) => (await passerBy().get<T>(path, { 'X-Shop-Key': of.publicKey })).body
const find = async (q: string, locale = 'en') =>
  (await look<{ items: FaqEntry[] }>(`/api/faq?q=${encodeURIComponent(q)}&locale=${locale}`)).items.map(
    ({ title }) => title,
  )

async function write(title: string, body: string, more: object = {}): Promise<Article> {
  const made = await dora.post<Article>('/api/articles', { title, body, locale: 'en', ...more })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return (await dora.post<Article>(`/api/articles/${made.body.id}/publish`, {})).body
}

describe('a shopper', () => {
  test('reads what is published, and no drafts', async () => {
    const article = await write(
      'How to return a teapot',
      'Within **30 days**. [Print the label](https://shop.example/label).',
    )
    const draft = await dora.post<Article>('/api/articles', { title: 'Secret', body: 'Soon.', locale: 'en' })
    const { items } = await look<{ items: FaqEntry[] }>('/api/faq')
    expect(items).toEqual([
      {
        ...{ id: article.id, title: 'How to return a teapot', category: null, locale: 'en' },
        excerpt: 'Within 30 days. Print the label.',
      },
    ])
    expect((await look<FaqArticle>(`/api/faq/${article.id}`)).content).toEqual([
      {
        tag: 'p',
        children: [
          'Within ',
          { tag: 'strong', children: ['30 days'] },
          '. ',
          { tag: 'a', href: 'https://shop.example/label', children: ['Print the label'] },
          '.',
        ],
      },
    ])
    expect((await look<Problem>(`/api/faq/${draft.body.id}`)).code).toBe('not_found')
  })

  test('finds it in spite of accents, beginnings and typing errors', async () => {
    await write('Délais de livraison', 'Votre commande arrive en trois jours.', { locale: 'fr' })
    await write('Retourner un article', 'Imprimez l’étiquette.', { locale: 'fr' })
    for (const query of ['delais', 'DÉLAIS', 'livrais', 'livrason', 'delai livraizon', 'commande'])
      expect(await find(query, 'fr'), query).toEqual(['Délais de livraison'])
    expect(await find('etiquete', 'fr')).toEqual(['Retourner un article'])
    expect(await find('aspirateur', 'fr')).toEqual([])
  })

  test('is served in their language, else without its region, else in the shop’s', async () => {
    const english = await write('Returns', 'Within 30 days.')
    await write('Retours', 'Sous 30 jours.', { locale: 'fr', groupId: english.groupId })
    expect(await find('30', 'fr-CA')).toEqual(['Retours'])
    expect(await find('30', 'de')).toEqual(['Returns'])
  })

  test('sees no other shop’s', async () => {
    const article = await write('Returns', 'Within 30 days.')
    const other = await aShop(house, `Atelier Nord ${shops++}`)
    expect((await look<{ items: FaqEntry[] }>('/api/faq?q=returns', other)).items).toEqual([])
    expect((await look<Problem>(`/api/faq/${article.id}`, other)).code).toBe('not_found')
    expect((await passerBy().get<Problem>('/api/faq')).body.code).toBe('unauthorized')
  })

  test('is counted when they read and when they say whether it helped', async () => {
    const { id } = await write('Returns', 'Within 30 days.')
    await look(`/api/faq/${id}`)
    await look(`/api/faq/${id}`)
    for (const helped of [true, true, false])
      await passerBy().post(`/api/faq/${id}/feedback`, { helped }, { 'X-Shop-Key': shop.publicKey })
    const { body } = await dora.get<Article>(`/api/articles/${id}`)
    expect(body).toMatchObject({ views: 2, helped: 2, notHelped: 1 })
  })
})

describe('an admin', () => {
  test('goes on writing while shoppers read what was published', async () => {
    const { id } = await write('Returns', 'Within 30 days.')
    const ahead = await dora.patch<Article>(`/api/articles/${id}`, { body: 'Within 60 days.' })
    expect(ahead.body).toMatchObject({ state: 'published', isAhead: true })
    expect((await look<FaqArticle>(`/api/faq/${id}`)).excerpt).toBe('Within 30 days.')
    await dora.post(`/api/articles/${id}/publish`, {})
    expect((await look<FaqArticle>(`/api/faq/${id}`)).excerpt).toBe('Within 60 days.')
    expect(await find('60')).toEqual(['Returns'])
    expect((await dora.post<Article>(`/api/articles/${id}/withdraw`, {})).body.state).toBe('draft')
    expect(await find('60')).toEqual([])
  })

  test('learns what shoppers looked for in vain, and no addresses', async () => {
    await write('Returns', 'Within 30 days.')
    for (const query of ['gift cards', 'Gift Cards', 'returns', 'mira@perle.example', 'order 12345']) await find(query)
    const { body } = await dora.get<{ items: ArticleSearch[] }>('/api/articles/searches')
    expect(body.items.map(({ query, searches, empty }) => [query, searches, empty])).toEqual([
      ['gift cards', 2, 2],
      ['returns', 1, 0],
    ])
  })

  test('translates an article once into each language', async () => {
    const { groupId } = await write('Returns', 'Within 30 days.')
    const twice = await dora.post<Problem>('/api/articles', { title: 'R', body: 'B', locale: 'en', groupId })
    expect(twice.body).toMatchObject({ code: 'conflict', detail: 'The article exists in en already.' })
    const astray = await dora.post<Problem>('/api/articles', {
      title: 'R',
      body: 'B',
      locale: 'fr',
      groupId: shop.shopId,
    })
    expect(astray.body.errors?.[0]?.path).toBe('groupId')
  })

  test('files it under a category of the shop', async () => {
    await write('Returns', 'Within 30 days.', { category: 'refund_request' })
    await write('Delivery', 'In three days.', { category: 'order_issue' })
    const { items } = await look<{ items: FaqEntry[] }>('/api/faq?category=order_issue')
    expect(items.map(({ title }) => title)).toEqual(['Delivery'])
    const wrong = await dora.post<Problem>('/api/articles', {
      title: 'T',
      body: 'B',
      locale: 'en',
      category: 'teapots',
    })
    expect(wrong.body.errors?.[0]?.path).toBe('category')
  })

  test('alone writes; agents read', async () => {
    const { id } = await write('Returns', 'Within 30 days.')
    const ada = new Caller(house, (await anAgent(house, shop)).token)
    expect((await ada.get<Page<Article>>('/api/articles')).body.items).toHaveLength(1)
    expect((await ada.patch<Problem>(`/api/articles/${id}`, { title: 'X' })).body.code).toBe('forbidden')
    const mira = await aShopper(house, shop)
    expect((await mira.get<Problem>('/api/articles')).body.code).toBe('forbidden')
    expect((await dora.delete(`/api/articles/${id}`)).status).toBe(204)
    expect((await dora.get<Problem>(`/api/articles/${id}`)).body.code).toBe('not_found')
  })
})
