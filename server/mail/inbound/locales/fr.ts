import type { InboundWords } from './en.ts'

export const fr: InboundWords = {
  head: 'Par mail de {sender} : {why}',
  nobody: 'une adresse illisible',
  noSubject: 'Un mail',
  whys: {
    automatic: 'écrit par une machine.',
    stranger: 'ce n’est pas l’adresse à laquelle nous avions écrit.',
    unsigned: 'sans l’adresse de réponse de notre mail : n’importe qui a pu l’écrire.',
    gone: 'cette adresse n’est plus la sienne ici.',
    too_many: 'trop de mails en peu de temps.',
    closed: 'la demande est close.',
  },
}
