// Comfort for the contact page: faults are shown beside their fields, and the form is sent without leaving the page.
const form = document.getElementById('contact')
const fields = [...(form?.querySelectorAll('.input') ?? [])]
const notice = document.querySelector('.notice')
const button = form?.querySelector('.button')
const send = button?.textContent

/** The name of a submission stays while its text does: sent again after a broken connection, it opens one ticket. */
let sent = { body: '', key: '' }

function faultOf(field) {
  const text = field.value.trim()
  if (text.length > Number(field.dataset.most)) return field.dataset.long
  const missing = field.required && text === ''
  return missing || field.validity.typeMismatch ? field.dataset.missing : ''
}

function mark(field, fault) {
  document.getElementById(field.getAttribute('aria-describedby')).textContent = fault
  if (fault) field.setAttribute('aria-invalid', 'true')
  else field.removeAttribute('aria-invalid')
}

function say(words) {
  notice.textContent = words
  notice.hidden = !words
}

function markAll(faults) {
  for (const field of fields) mark(field, faults.get(field.name) ?? '')
  say(faults.size ? form.dataset.check : '')
  fields.find((field) => faults.has(field.name))?.focus()
}

function setBusy(busy) {
  button.setAttribute('aria-disabled', String(busy))
  button.textContent = busy ? button.dataset.sending : send
}

function keyFor(body) {
  const chance = crypto.getRandomValues(new Uint32Array(4))
  if (sent.body !== body) sent = { body, key: chance.join('-') }
  return sent.key
}

async function post(body) {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': keyFor(body) }
  if (form.dataset.key) headers['X-Shop-Key'] = form.dataset.key
  const signal = AbortSignal.timeout(30_000)
  const address = `/api/support/contact?lang=${document.documentElement.lang}`
  const response = await fetch(address, { method: 'POST', headers, body, signal })
  return { ok: response.ok, answer: await response.json() }
}

function thank(number) {
  const thanks = document.getElementById('thanks').content.cloneNode(true)
  for (const line of thanks.querySelectorAll('.lead')) line.textContent = line.textContent.replace('{number}', number)
  const sheet = form.parentElement
  sheet.replaceChildren(sheet.querySelector('.shop'), thanks)
  sheet.querySelector('h1').focus()
}

function explain({ code, errors = [] }) {
  if (code === 'rate_limited') return say(form.dataset.busy)
  const named = fields.filter((field) => errors.some((error) => error.path === field.name))
  if (named.length === 0) return say(form.dataset.failed)
  markAll(new Map(named.map((field) => [field.name, field.dataset.missing])))
}

async function submit(event) {
  event.preventDefault()
  if (button.getAttribute('aria-disabled') === 'true') return
  const faults = new Map(fields.map((field) => [field.name, faultOf(field)]).filter(([, fault]) => fault))
  markAll(faults)
  if (faults.size) return
  const given = fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value)
  setBusy(true)
  try {
    const { ok, answer } = await post(JSON.stringify(Object.fromEntries(given)))
    if (ok) thank(answer.number)
    else explain(answer)
  } catch {
    // The network's fault, or an answer that is none: the text stays, and may be sent again under the same name.
    say(form.dataset.offline)
  } finally {
    setBusy(false)
  }
}

if (form) {
  form.noValidate = true
  form.addEventListener('submit', submit)
  // A fault goes as soon as it is mended, and comes only when somebody tries to send.
  form.addEventListener('input', ({ target }) => {
    if (target.getAttribute('aria-invalid') === 'true') mark(target, faultOf(target))
  })
}
