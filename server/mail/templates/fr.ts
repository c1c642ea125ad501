import type { MailTexts } from './texts.ts'

export const fr: MailTexts = {
  ticket_created: {
    subject: 'Nous avons bien reçu votre demande n° {{ ticket.number }}',
    verifiedSubject: 'Nous avons bien reçu votre demande n° {{ ticket.number }} : {{ ticket.subject }}',
    greeting: 'Bonjour{% if customer.name %} {{ customer.name }}{% endif %},',
    body: 'Merci d’avoir écrit à {{ shop.name }}. Votre demande porte le numéro {{ ticket.number }}. Nous répondons dès que possible, dans la discussion sur notre site ou, si vous êtes déjà parti, par e-mail.',
    button: 'Ouvrir notre site',
  },
  new_answer: {
    subject: 'Une réponse à votre demande n° {{ ticket.number }}',
    verifiedSubject: 'Une réponse à votre demande n° {{ ticket.number }} : {{ ticket.subject }}',
    greeting: 'Bonjour{% if customer.name %} {{ customer.name }}{% endif %},',
    body: '{{ shop.name }} vous a répondu pendant votre absence :',
    button: 'Poursuivre la discussion',
  },
  closing: 'L’équipe de {{ shop.name }}',
}
