import type { MailTexts } from './texts.ts'

const CUSTOMER = 'Bonjour{% if customer.name %} {{ customer.name }}{% endif %},\n\n'
const AGENT = 'Bonjour{% if agent.name %} {{ agent.name }}{% endif %},\n\n'
const ABOUT = '{% if verified %} : {{ ticket.subject }}{% endif %}'

export const fr: MailTexts = {
  ticket_created: {
    subject: `Nous avons bien reçu votre demande n° {{ ticket.number }}${ABOUT}`,
    body: `${CUSTOMER}Merci d’avoir écrit à {{ shop.name }}. Votre demande porte le numéro {{ ticket.number }}. Nous répondons dès que possible, dans la discussion sur notre site ou, si vous êtes déjà parti, par e-mail.`,
    button: 'Ouvrir notre site',
  },
  ticket_assigned: {
    subject: 'La demande n° {{ ticket.number }} est à vous : {{ ticket.subject }}',
    body: `${AGENT}La demande n° {{ ticket.number }} de {% if customer.name %}{{ customer.name }}{% else %}quelqu’un de passage{% endif %} vous a été confiée : {{ ticket.subject }}`,
    button: 'Ouvrir la demande',
  },
  new_answer: {
    subject: `Une réponse à votre demande n° {{ ticket.number }}${ABOUT}`,
    body: `${CUSTOMER}{{ shop.name }} vous a répondu pendant votre absence :`,
    button: 'Poursuivre la discussion',
  },
  customer_message: {
    subject: 'Du nouveau dans la demande n° {{ ticket.number }} : {{ ticket.subject }}',
    body: `${AGENT}{% if customer.name %}{{ customer.name }}{% else %}Quelqu’un de passage{% endif %} vous a écrit dans la demande n° {{ ticket.number }} :`,
    button: 'Ouvrir la demande',
  },
  ticket_resolved: {
    subject: `Votre demande n° {{ ticket.number }} est résolue${ABOUT}`,
    body: `${CUSTOMER}Nous pensons avoir résolu votre demande n° {{ ticket.number }}. Si ce n’est pas le cas, écrivez-nous simplement de nouveau dans la discussion.\n\nÊtes-vous satisfait de notre aide ? Un clic suffit.`,
    button: 'Donner votre avis',
  },
  ticket_closed: {
    subject: `Votre demande n° {{ ticket.number }} est close${ABOUT}`,
    body: `${CUSTOMER}Votre demande n° {{ ticket.number }} est close. Pour toute autre question, écrivez-nous : nous en ouvrirons une nouvelle.`,
    button: 'Ouvrir notre site',
  },
  ticket_escalated: {
    subject: 'Escalade : demande n° {{ ticket.number }} : {{ ticket.subject }}',
    body: `${AGENT}La demande n° {{ ticket.number }} a été escaladée : {{ ticket.subject }}

{% case escalation.rule -%}
{% when 'unanswered' %}Le client attend une réponse depuis trop longtemps.
{%- when 'urgent' %}Elle est urgente et personne ne s’en est occupé.
{%- when 'rating' %}Le client lui a donné une mauvaise note.
{%- when 'workflow' %}Une règle de la boutique l’a demandé.
{%- else %}Un collègue l’a demandé.
{%- endcase %}{% if escalation.reason %}

{{ escalation.reason }}{% endif %}`,
    button: 'Ouvrir la demande',
  },
  closing: { customer: 'L’équipe de {{ shop.name }}', agent: 'L’assistance de {{ shop.name }}' },
  reply: 'Vous pouvez simplement répondre à ce mail.',
  stop: 'Ne plus recevoir de mails de {{ shop.name }}',
}
