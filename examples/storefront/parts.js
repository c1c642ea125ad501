import { MOST, readBasket } from './basket.js'
import { findProduct } from './products.js'

// Every sentence of a page stands in its HTML, in its language; these only clone templates and fill slots.
export const language = document.documentElement.lang
const locale = { en: 'en-GB', fr: 'fr-FR' }[language]
const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' })
const longDate = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
const plural = new Intl.PluralRules(locale)

export const $ = (selector, root = document) => root.querySelector(selector)
export const $$ = (selector, root = document) => root.querySelectorAll(selector)
export const price = (cents) => money.format(cents / 100)
export const day = (iso) => longDate.format(new Date(iso))
export const countOf = (lines) => lines.reduce((sum, { quantity }) => sum + quantity, 0)

/** Puts the number into the element's own words: `data-one`, `data-other`, as the language counts. */
export function showCounted(element, count) {
  const words = element.dataset[plural.select(count)] ?? element.dataset.other
  element.textContent = words.replace('#', count)
}

export function card(product) {
  const { name, kind } = product[language]
  const item = fill(clone('card'), { name, kind, price: price(product.price) })
  $('a', item).href += `?id=${product.id}`
  picture($('img', item), product)
  return item
}

export function orderLine({ id, quantity, price: each }) {
  const product = findProduct(id)
  const { name, kind } = product[language]
  const line = fill(clone('line'), { name, kind, quantity, each: price(each), sum: price(each * quantity) })
  for (const link of $$('a', line)) link.href += `?id=${id}`
  picture($('img', line), product)
  return line
}

export function picture(image, product) {
  image.src = new URL(`pictures/${product.id}.svg`, import.meta.url).href
  // Beside the product's name a picture says nothing new: only the large one is described.
  if (image.id === 'picture') image.alt = product[language].picture
  return image
}

export function offerQuantities(select, chosen) {
  for (let quantity = 1; quantity <= MOST; quantity++) {
    select.add(new Option(String(quantity), String(quantity), quantity === chosen, quantity === chosen))
  }
}

/** `feeOf` gives the fee of a way of delivery in cents; an element that names none shows the way that was chosen. */
export function showTotals({ subtotal, delivery, total }, feeOf = () => delivery) {
  fill(document, { subtotal: price(subtotal), total: price(total) })
  for (const element of $$('[data-fee]')) {
    const fee = element.dataset.fee ? feeOf(element.dataset.fee) : delivery
    element.textContent = fee === 0 ? element.dataset.free : price(fee)
  }
}

/** Of the parts of a page that depend on what there is, shows those that fit. */
export function show(state) {
  for (const part of $$('[data-when]')) part.hidden = part.dataset.when !== state
}

export function fill(root, texts) {
  for (const slot of $$('[data-slot]', root)) {
    if (slot.dataset.slot in texts) slot.textContent = texts[slot.dataset.slot]
  }
  return root
}

export function clone(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true)
}

export function showCount() {
  const count = countOf(readBasket())
  $('#count').textContent = count > 0 ? count : ''
}

/** Runs what writes to the browser's storage, and tells the shopper how it went. */
export function tryTo(change, done) {
  const status = $('#status')
  try {
    change()
    status.textContent = status.dataset[done] ?? ''
    showCount()
    return true
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause
    status.textContent = status.dataset.refused
    return false
  }
}
