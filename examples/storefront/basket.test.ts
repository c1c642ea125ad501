// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'

interface Line {
  product: { id: string }
  quantity: number
}
interface Order {
  number: string
  total: number
  lines: { id: string; quantity: number; price: number }[]
}
interface Basket {
  STORAGE_KEY: string
  MOST: number
  readBasket(): Line[]
  addToBasket(id: string, quantity: number): void
  setQuantity(id: string, quantity: number): void
  totalsOf(lines: Line[], method: string): { subtotal: number; delivery: number; total: number }
  placeOrder(answers: { name: string; method: string }, now: Date, chance: number): Order
  readOrders(): Order[]
}

const path = './basket.js'
const shop: Basket = await import(path)
const inBasket = () => shop.readBasket().map(({ product, quantity }) => [product.id, quantity])
const mira = { name: 'Mira', method: 'standard' }

beforeEach(() => localStorage.clear())

test('what Mira adds twice is counted together, up to the most of one product', () => {
  shop.addToBasket('brume', 2)
  shop.addToBasket('perle', 1)
  shop.addToBasket('brume', 3)
  expect(inBasket()).toEqual([
    ['brume', 5],
    ['perle', 1],
  ])
  shop.addToBasket('brume', shop.MOST)
  expect(inBasket()[0]).toEqual(['brume', shop.MOST])
})

test('a quantity of zero takes the product out', () => {
  shop.addToBasket('brume', 2)
  shop.setQuantity('brume', 0)
  expect(inBasket()).toEqual([])
})

test('standard delivery is free from sixty euros, express never', () => {
  shop.addToBasket('perle', 1)
  expect(shop.totalsOf(shop.readBasket(), 'standard')).toEqual({ subtotal: 3800, delivery: 490, total: 4290 })
  shop.addToBasket('roseau', 1)
  expect(shop.totalsOf(shop.readBasket(), 'standard')).toEqual({ subtotal: 6000, delivery: 0, total: 6000 })
  expect(shop.totalsOf(shop.readBasket(), 'express')).toEqual({ subtotal: 6000, delivery: 990, total: 6990 })
})

test('an order empties the basket, keeps its prices and comes before the older ones', () => {
  shop.addToBasket('nuit', 2)
  shop.placeOrder(mira, new Date('2026-03-01T10:00:00Z'), 0)
  shop.addToBasket('galet', 1)
  shop.placeOrder(mira, new Date('2026-03-02T10:00:00Z'), 0.999999)
  expect(inBasket()).toEqual([])
  expect(shop.readOrders()).toMatchObject([
    { number: 'MP-999999', total: 6800, lines: [{ id: 'galet', quantity: 1, price: 6800 }] },
    { number: 'MP-100000', placedAt: '2026-03-01T10:00:00.000Z', name: 'Mira', total: 3290 },
  ])
})

test.each([
  'not json',
  'null',
  '[]',
  '{"basket":"brume","orders":{}}',
  '{"basket":{"brume":-1,"unknown":2},"orders":[null,{}]}',
])('the shop opens with an empty basket on damaged storage: %s', (kept) => {
  localStorage.setItem(shop.STORAGE_KEY, kept)
  expect(inBasket()).toEqual([])
  expect(shop.readOrders()).toEqual([])
  shop.addToBasket('lune', 1)
  expect(inBasket()).toEqual([['lune', 1]])
})
