import type { MailTexts } from './texts.ts'

export const en: MailTexts = {
  ticket_created: {
    subject: 'We have your request #{{ ticket.number }}',
    verifiedSubject: 'We have your request #{{ ticket.number }}: {{ ticket.subject }}',
    greeting: 'Hello{% if customer.name %} {{ customer.name }}{% endif %},',
    body: 'Thank you for writing to {{ shop.name }}. Your request has the number #{{ ticket.number }}. We answer as soon as we can, in the chat on our site; if you have left by then, by e-mail.',
    button: 'Open our site',
  },
  new_answer: {
    subject: 'An answer to your request #{{ ticket.number }}',
    verifiedSubject: 'An answer to your request #{{ ticket.number }}: {{ ticket.subject }}',
    greeting: 'Hello{% if customer.name %} {{ customer.name }}{% endif %},',
    body: '{{ shop.name }} has answered you while you were away:',
    button: 'Go on in the chat',
  },
  closing: 'The team of {{ shop.name }}',
}
