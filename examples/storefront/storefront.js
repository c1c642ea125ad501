import { addToBasket, placeOrder, readBasket, readOrders, STORAGE_KEY, setQuantity, totalsOf } from './basket.js'
import {
  $,
  $$,
  card,
  clone,
  countOf,
  day,
  fill,
  language,
  offerQuantities,
  orderLine,
  picture,
  price,
  show,
  showCount,
  showCounted,
  showTotals,
  tryTo,
} from './parts.js'
import { findProduct, products } from './products.js'

const asked = new URLSearchParams(location.search)

const pages = { home, shop, product, basket, checkout, order, orders }
const page = pages[document.body.dataset.page] ?? (() => {})

$('[data-language]').href += location.search + location.hash
start()

function start() {
  page()
  showCount()
  addEventListener('storage', ({ key }) => key === STORAGE_KEY && refresh())
  addEventListener('pageshow', ({ persisted }) => persisted && refresh())
}

/** Another tab, or the way back, may have changed what this page shows. */
function refresh() {
  showCount()
  if (page === basket) showBasket()
  if (page === checkout) showSummary()
  if (page === orders) orders()
}

function home() {
  $('#featured').append(...['brume', 'galet', 'lune', 'heron'].map(findProduct).map(card))
}

function shop() {
  for (const shelf of $$('[data-collection]')) {
    shelf.append(...products.filter(({ collection }) => collection === shelf.dataset.collection).map(card))
  }
}

function product() {
  const found = findProduct(asked.get('id'))
  show(found ? 'found' : 'missing')
  if (!found) return
  const texts = found[language]
  document.title = `${texts.name} · Maison Perle`
  fill(document, { ...texts, price: price(found.price) })
  picture($('#picture'), found)
  $('#facts').append(...Object.entries(texts.facts).map(([term, fact]) => fill(clone('fact'), { term, fact })))
  $('#pairs').append(...found.pairs.map(findProduct).map(card))
  offerQuantities($('#quantity'), 1)
  $('#buy').addEventListener('submit', (event) => {
    event.preventDefault()
    tryTo(() => addToBasket(found.id, Number($('#quantity').value)), 'added')
  })
}

function basket() {
  showBasket()
  $('#lines').addEventListener('change', ({ target }) => {
    const done = tryTo(() => setQuantity(target.dataset.product, Number(target.value)), 'changed')
    showBasket()
    if (done) $(`select[data-product="${target.dataset.product}"]`).focus()
  })
  $('#lines').addEventListener('click', ({ target }) => {
    const button = target.closest('button')
    if (!button) return
    tryTo(() => setQuantity(button.dataset.product, 0), 'removed')
    showBasket()
    $('h1').focus()
  })
}

function showBasket() {
  const lines = readBasket()
  show(lines.length > 0 ? 'filled' : 'empty')
  $('#lines').replaceChildren(...lines.map(basketLine))
  showTotals(totalsOf(lines, 'standard'))
}

function basketLine({ product, quantity }) {
  const line = orderLine({ id: product.id, quantity, price: product.price })
  offerQuantities($('select', line), quantity)
  for (const control of $$('select, button', line)) control.dataset.product = product.id
  return line
}

function checkout() {
  const form = $('#checkout')
  showSummary()
  form.addEventListener('change', showSummary)
  form.addEventListener('input', ({ target }) => target.matches('[aria-invalid]') && judge(target))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const wrong = [...form.elements].filter((field) => field.willValidate && !judge(field))
    if (wrong.length > 0) return wrong[0].focus()
    // A second click while the first one's page is on its way finds the basket empty.
    if (readBasket().length === 0) return
    const chance = crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32
    const answers = Object.fromEntries(new FormData(form))
    tryTo(() => location.assign(`order.html?number=${placeOrder(answers, new Date(), chance).number}`))
  })
}

/** Says beside the field, in the page's language, what is missing; the browser's own bubbles speak the browser's. */
function judge(field) {
  const valid = field.checkValidity()
  const note = document.getElementById(`${field.id}-note`)
  if (note) note.hidden = valid
  if (valid) field.removeAttribute('aria-invalid')
  else field.setAttribute('aria-invalid', 'true')
  return valid
}

function showSummary() {
  const lines = readBasket()
  show(lines.length > 0 ? 'filled' : 'empty')
  $('#lines').replaceChildren(
    ...lines.map(({ product, quantity }) => orderLine({ id: product.id, quantity, price: product.price })),
  )
  const totalsBy = (method) => totalsOf(lines, method)
  showTotals(totalsBy($('#checkout').elements.method.value), (method) => totalsBy(method).delivery)
}

function order() {
  const found = readOrders().find(({ number }) => number === asked.get('number'))
  show(found ? 'found' : 'missing')
  if (!found) return
  document.title = `${found.number} · Maison Perle`
  fill(document, { ...found, date: day(found.placedAt) })
  for (const choice of $$('[data-method]')) choice.hidden = choice.dataset.method !== found.method
  $('#lines').append(...found.lines.map(orderLine))
  showTotals(found)
}

function orders() {
  const placed = readOrders()
  show(placed.length > 0 ? 'filled' : 'empty')
  $('#orders').replaceChildren(...placed.map(orderEntry))
}

function orderEntry(order) {
  const entry = fill(clone('entry'), {
    number: order.number,
    date: day(order.placedAt),
    total: price(order.total),
  })
  showCounted($('[data-other]', entry), countOf(order.lines))
  $('a', entry).href += `?number=${order.number}`
  $('.thumbs', entry).append(...order.lines.map(({ id }) => picture(clone('thumb'), findProduct(id))))
  return entry
}
