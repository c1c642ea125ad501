import { MAIL_KINDS, MAIL_LOCALES, type MailKind } from '@comptoir/sdk/contract'
import { describe, expect, test } from 'vitest'
import { builtIn, checkDraft, isToAgents, type MailView, render, TemplateError } from './index.ts'

const KINDS = MAIL_KINDS
const EVERY = MAIL_LOCALES.flatMap((locale) => KINDS.map((kind) => [kind, locale] as const))

const view: MailView = {
  shop: { name: 'Maison Perle' },
  customer: { name: 'Mira' },
  agent: { name: 'Ada' },
  ticket: {
    ...{ number: 83, subject: 'The teapot is cracked', status: 'open', priority: 'medium', category: 'other' },
  },
  escalation: { rule: 'manual', reason: 'She is at the door.' },
  verified: true,
  answers: [
    { author: 'Ada', at: '4 May 2026, 09:00 UTC', text: 'Good morning.\nWe send a new one.' },
    { author: 'Ben', at: '4 May 2026, 09:05 UTC', text: 'It is on its way.' },
  ],
  link: 'https://maison-perle.example',
}

describe.each(EVERY)('the mail %s in %s', (kind, locale) => {
  const mail = render(kind, locale, view)

  test('says what it is about, in text and in HTML alike', () => {
    expect(mail.subject).toContain('83')
    for (const form of [mail.body, mail.html]) {
      for (const words of [
        isToAgents(kind) ? 'Ada' : 'Mira',
        'Maison Perle',
        'Good morning.',
        'We send a new one.',
        'It is on its way.',
        'Ada',
        'Ben',
      ])
        expect(form).toContain(words)
      expect(form).toContain('https://maison-perle.example')
      expect(form).not.toMatch(/\{\{|\{%|undefined|null|\[object/)
    }
  })

  test('is one line in its subject, and says its language', () => {
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(mail.html).toContain(`<html lang="${locale}">`)
  })

  test('to an address that nobody vouches for holds no word of the writer’s', () => {
    const unproved = render(kind, locale, { ...view, verified: false })
    for (const form of [unproved.subject, unproved.body, unproved.html]) {
      expect(form).not.toContain('teapot')
      expect(form).not.toContain('Mira')
    }
    expect(unproved.subject).toContain('83')
  })

  test('greets somebody without a name without one', () => {
    const { body } = render(kind, locale, { ...view, customer: { name: null }, agent: { name: null } })
    expect(body).toMatch(/^(Hello|Bonjour),\n/)
  })

  test('needs no link', () => {
    const { body, html } = render(kind, locale, { ...view, link: null })
    expect(html).not.toContain('<a ')
    expect(body).not.toMatch(/: *\n *\n.*(team|équipe|counter|assistance)/)
  })

  test('shows what people write as they wrote it, and runs none of it', () => {
    const evil = '<script>alert(1)</script>"\'&<img src=x onerror=alert(1)>{{ shop.name }}{% raw %}{{ 7 | times: 6 }}'
    const { subject, body, html } = render(kind, locale, {
      ...{ shop: { name: evil }, customer: { name: evil }, agent: { name: evil } },
      ...{ ticket: { ...view.ticket, subject: evil }, escalation: { rule: 'manual', reason: evil } },
      ...{
        verified: true,
        answers: [{ author: evil, at: evil, text: evil }],
        link: 'https://evil.example/"onclick="x',
      },
    })
    expect(html).not.toMatch(/<script|<img|"onclick|onerror=alert\(1\)>/)
    expect(html).toContain('&lt;script&gt;')
    for (const form of [subject, body, html]) {
      expect(form).toContain('{{ shop.name }}{% raw %}{{ 7 | times: 6 }}')
      expect(form).not.toContain('42')
    }
    expect(body).toContain(evil)
  })
})

test('every language says every thing, and none says it in another’s words', () => {
  const [en, fr] = MAIL_LOCALES.map((locale) => KINDS.map((kind) => render(kind, locale, view).body))
  expect(en?.join()).not.toMatch(/Bonjour|équipe|demande/)
  expect(fr?.join()).not.toMatch(/Hello|team|request/)
})

describe('a shop’s own words', () => {
  const own = (body: string, subject = 'Own {{ ticket.number }}') =>
    render('ticket_created', 'en', view, { subject, body })

  test('take the place of the built-in ones', () => {
    const mail = own('Dear {{ customer.name }},\n\nwe have your request.\nSee you.')
    expect(mail.subject).toBe('Own 83')
    expect(mail.body).toContain('Dear Mira,\n\nwe have your request.\nSee you.')
    expect(mail.html).toMatch(/<p[^>]*>Dear Mira,<\/p><p[^>]*>we have your request\.<br \/>\nSee you\.<\/p>/)
    expect(mail.templateError).toBeNull()
  })

  test.each([
    ['a tag', '<script>alert(1)</script>'],
    ['a tag out of pieces', '{% assign t = "<" | append: "img src=x onerror=alert(1)>" %}{{ t }}'],
    ['unescaped', '{{ "&lt;img src=x&gt;<b>" | raw }}{{ "%3Cscript%3E" | url_decode }}'],
    ['a way out of the layout', '</p></td></tr></table><img src=x>'],
  ])('with %s are text and no HTML', (_, body) => {
    const { html, templateError } = own(body, body)
    expect(templateError).toBeNull()
    expect(html).not.toMatch(/<script|<img|<b>|<\/p><\/td><\/tr><\/table><img/)
  })

  test.each([
    ['is not closed', 'Hello\n\n{% if customer.name %}', 'Line 3, column 1: tag {% if customer.name %} not closed.'],
    ['has an unknown filter', '{{ shop.name | shout }}', 'Line 1, column 1: undefined filter: shout.'],
    ['has an unknown tag', '{% shout %}', 'Line 1, column 1: tag "shout" not found.'],
    ['asks for a file', '{% include "/etc/passwd" %}', 'ENOENT'],
    [
      'never ends',
      '{% for a in (1..999) %}{% for b in (1..999) %}{% for c in (1..999) %}{% endfor %}{% endfor %}{% endfor %}',
      'limit exceeded',
    ],
    [
      'grows without end',
      '{% assign s = "aaaaaaaaaa" %}{% for i in (1..99) %}{% assign s = s | append: s %}{% endfor %}',
      'limit exceeded',
    ],
    ['says nothing', '{% if false %}x{% endif %}', 'Expected some text, got none.'],
  ])('that %s: the built-in ones go out, and it is told where and why', (_, body, reason) => {
    const mail = own(body)
    expect({ ...mail, templateError: null }).toEqual(render('ticket_created', 'en', view))
    expect(mail.templateError).toContain(reason)
    expect(() => checkDraft({ subject: 'x', body })).toThrow(reason)
  })

  test('are tried on every name that they say, before they are kept', () => {
    expect(() => checkDraft({ subject: 'x', body: '\n{{ ticket.numbr }}' })).toThrow(
      'Line 2, column 4: undefined variable: ticket.numbr.',
    )
    expect(() => checkDraft({ subject: '{{ oops }}', body: 'x' })).toThrow(TemplateError)
    const all = MAIL_LOCALES.flatMap((locale) => KINDS.map((kind) => builtIn(kind, locale)))
    for (const draft of all) expect(() => checkDraft(draft)).not.toThrow()
  })

  test('say no word of the writer’s to an address that nobody vouches for, whatever they ask for', () => {
    const body = 'x {{ customer.name }} {{ ticket.subject }} {% for answer in answers %}{{ answer.author }}{% endfor %}'
    const mail = render('ticket_created', 'en', { ...view, verified: false, answers: [] }, { subject: body, body })
    expect(mail.templateError).toBeNull()
    expect(mail.subject + mail.body + mail.html).not.toMatch(/Mira|teapot/)
  })

  test('are one line in the subject, and no endless one', () => {
    const { subject } = own('x', `Hello\r\nBcc: evil@example.com\n${'🎁'.repeat(245)}`)
    expect(subject).toMatch(/^Hello Bcc: evil@example\.com 🎁+$/u)
    expect([...subject]).toHaveLength(200)
  })
})
