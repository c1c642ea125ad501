import type { MailTexts } from './texts.ts'

const CUSTOMER = 'Hello{% if customer.name %} {{ customer.name }}{% endif %},\n\n'
const AGENT = 'Hello{% if agent.name %} {{ agent.name }}{% endif %},\n\n'
/** Only where the address is proved is repeated what the customer wrote. */
const ABOUT = '{% if verified %}: {{ ticket.subject }}{% endif %}'

export const en: MailTexts = {
  ticket_created: {
    subject: `We have your request #{{ ticket.number }}${ABOUT}`,
    body: `${CUSTOMER}Thank you for writing to {{ shop.name }}. Your request has the number #{{ ticket.number }}. We answer as soon as we can, in the chat on our site; if you have left by then, by e-mail.`,
    button: 'Open our site',
  },
  ticket_assigned: {
    subject: 'Request #{{ ticket.number }} is yours: {{ ticket.subject }}',
    body: `${AGENT}The request #{{ ticket.number }} of {% if customer.name %}{{ customer.name }}{% else %}a visitor{% endif %} has been given to you: {{ ticket.subject }}`,
    button: 'Open the request',
  },
  new_answer: {
    subject: `An answer to your request #{{ ticket.number }}${ABOUT}`,
    body: `${CUSTOMER}{{ shop.name }} has answered you while you were away:`,
    button: 'Go on in the chat',
  },
  customer_message: {
    subject: 'New in request #{{ ticket.number }}: {{ ticket.subject }}',
    body: `${AGENT}{% if customer.name %}{{ customer.name }}{% else %}A visitor{% endif %} has written to you in the request #{{ ticket.number }}:`,
    button: 'Open the request',
  },
  ticket_resolved: {
    subject: `Your request #{{ ticket.number }} is resolved${ABOUT}`,
    body: `${CUSTOMER}We believe that your request #{{ ticket.number }} is resolved. If it is not, just write to us again in the chat.\n\nHow did we do? A click is enough.`,
    button: 'Rate our help',
  },
  ticket_closed: {
    subject: `Your request #{{ ticket.number }} is closed${ABOUT}`,
    body: `${CUSTOMER}Your request #{{ ticket.number }} is closed. If anything else comes up, write to us: we open a new one.`,
    button: 'Open our site',
  },
  ticket_escalated: {
    subject: 'Escalated: request #{{ ticket.number }}: {{ ticket.subject }}',
    body: `${AGENT}The request #{{ ticket.number }} has been escalated: {{ ticket.subject }}

{% case escalation.rule -%}
{% when 'unanswered' %}Its customer has waited too long for an answer.
{%- when 'urgent' %}It is urgent, and nobody has seen to it.
{%- when 'rating' %}Its customer has rated it low.
{%- when 'workflow' %}A rule of the workflow asked for it.
{%- else %}A colleague asked for it.
{%- endcase %}{% if escalation.reason %}

{{ escalation.reason }}{% endif %}`,
    button: 'Open the request',
  },
  closing: { customer: 'The team of {{ shop.name }}', agent: 'The support counter of {{ shop.name }}' },
  reply: 'You can simply answer this mail.',
  stop: 'No more mails of {{ shop.name }}',
}
