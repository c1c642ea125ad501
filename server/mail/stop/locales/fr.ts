import type { StopWords } from './en.ts'

export const fr: StopWords = {
  ask: 'Ne plus recevoir nos mails ?',
  askLead:
    '{shop} n’enverra plus de mails à {address}. Les réponses à vos demandes vous attendront alors dans le chat uniquement.',
  stop: 'Ne plus recevoir de mails',
  stopped: 'Vous ne recevrez plus de mails',
  stoppedLead: '{shop} n’envoie plus de mails à {address}. Si c’est une erreur, vous pouvez revenir en arrière ici.',
  undo: 'Recevoir de nouveau les mails',
  wrong: 'Ce lien ne fonctionne pas',
  wrongLead: 'Ouvrez-le tel qu’il figure dans le mail.',
  failed: 'Cela n’a pas fonctionné',
  failedLead: 'La faute est de notre côté. Réessayez dans une minute.',
  other: 'In English',
}
