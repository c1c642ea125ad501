import { describe, expect, test } from 'vitest'
import { MAIL_LOCALES, type MailKind, type MailView, render } from './index.ts'

const KINDS: MailKind[] = ['ticket_created', 'new_answer']
const EVERY = MAIL_LOCALES.flatMap((locale) => KINDS.map((kind) => [kind, locale] as const))

const view: MailView = {
  shop: { name: 'Maison Perle' },
  customer: { name: 'Mira' },
  ticket: { number: 83, subject: 'The teapot is cracked' },
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
        'Mira',
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
    const { body } = render(kind, locale, { ...view, customer: { name: null } })
    expect(body).toMatch(/^(Hello|Bonjour),\n/)
  })

  test('needs no link', () => {
    const { body, html } = render(kind, locale, { ...view, link: null })
    expect(html).not.toContain('<a ')
    expect(body).not.toMatch(/: *\n *\n.*(team|équipe)/)
  })

  test('shows what people write as they wrote it, and runs none of it', () => {
    const evil = '<script>alert(1)</script>"\'&<img src=x onerror=alert(1)>{{ shop.name }}{% raw %}{{ 7 | times: 6 }}'
    const { subject, body, html } = render(kind, locale, {
      ...{ shop: { name: evil }, customer: { name: evil }, ticket: { number: 83, subject: evil } },
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
  expect(en?.join()).not.toMatch(/Bonjour|équipe/)
  expect(fr?.join()).not.toMatch(/Hello|team/)
})
