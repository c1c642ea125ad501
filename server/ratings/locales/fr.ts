import type { RatingWords } from './en.ts'

export const fr: RatingWords = {
  title: 'Votre avis sur notre aide',
  lead: 'Votre demande n° {number} est résolue. Êtes-vous satisfait de notre aide ?',
  score: 'Votre note',
  scores: { 1: 'Très mauvais', 2: 'Mauvais', 3: 'Correct', 4: 'Bien', 5: 'Très bien' },
  comment: 'Que pourrions-nous améliorer ?',
  optional: '(facultatif)',
  send: 'Envoyer la note',
  missing: 'Choisissez de une à cinq étoiles.',
  tooLong: 'Limitez votre commentaire à {most} caractères.',
  thanks: 'Merci',
  given: 'Votre note pour la demande n° {number} : {score} sur 5.',
  notYet: 'Votre demande est encore ouverte',
  notYetLead: 'La demande n° {number} est de nouveau en cours. Vous pourrez la noter une fois résolue.',
  expired: 'Ce lien ne fonctionne plus',
  expiredLead:
    'Les liens pour noter sont valables 60 jours. Ouvrez celui du dernier message au sujet de votre demande.',
  failed: 'Cela n’a pas fonctionné',
  failedLead: 'La faute est de notre côté. Réessayez dans une minute.',
  other: 'In English',
}
