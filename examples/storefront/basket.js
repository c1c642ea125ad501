import { findProduct } from './products.js'

/** The shop's own key in localStorage; holds `{basket: {[id]: quantity}, orders: Order[]}`. */
export const STORAGE_KEY = 'maison-perle'
/** The most of one product that a basket holds. */
export const MOST = 8

const FREE_FROM = 6000
const FEES = { standard: 490, express: 990, pickup: 0 }

/** The basket's lines, `{product, quantity}`, in the order they were added. */
export function readBasket() {
  return Object.entries(recall().basket)
    .map(([id, quantity]) => ({ product: findProduct(id), quantity }))
    .filter(({ product, quantity }) => product && Number.isInteger(quantity) && quantity > 0 && quantity <= MOST)
}

/** Adds to what is in the basket, up to `MOST`. Throws a DOMException where the browser keeps nothing. */
export function addToBasket(id, quantity) {
  const line = readBasket().find(({ product }) => product.id === id)
  setQuantity(id, Math.min(MOST, (line?.quantity ?? 0) + quantity))
}

/** Zero takes the product out. Throws a DOMException where the browser keeps nothing. */
export function setQuantity(id, quantity) {
  const { orders } = recall()
  const basket = Object.fromEntries(readBasket().map((line) => [line.product.id, line.quantity]))
  if (quantity > 0) basket[id] = quantity
  else delete basket[id]
  remember({ basket, orders })
}

/** In cents. */
export function totalsOf(lines, method) {
  const subtotal = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
  const delivery = method === 'standard' && subtotal >= FREE_FROM ? 0 : FEES[method]
  return { subtotal, delivery, total: subtotal + delivery }
}

/** The orders placed in this browser, newest first. */
export function readOrders() {
  return recall().orders.filter(
    (order) => order?.number && Array.isArray(order.lines) && order.lines.every(({ id }) => findProduct(id)),
  )
}

/**
 * Turns the basket into an order and returns it. `answers` are the checkout form's fields; `chance` is in [0, 1).
 * Throws a DOMException where the browser keeps nothing.
 */
export function placeOrder(answers, now, chance) {
  const lines = readBasket()
  const order = {
    number: `MP-${100000 + Math.floor(chance * 900000)}`,
    placedAt: now.toISOString(),
    ...answers,
    ...totalsOf(lines, answers.method),
    // The price is kept with the line: an order does not change when the shop's prices do.
    lines: lines.map(({ product, quantity }) => ({ id: product.id, quantity, price: product.price })),
  }
  remember({ basket: {}, orders: [order, ...readOrders()] })
  return order
}

function recall() {
  try {
    const { basket, orders } = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}')
    return { basket: basket ?? {}, orders: Array.isArray(orders) ? orders : [] }
  } catch {
    // Storage that is blocked or damaged: the shop opens all the same, with an empty basket.
    return { basket: {}, orders: [] }
  }
}

function remember(state) {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(state))
}
