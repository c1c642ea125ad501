import { newId, type TicketCategory } from '@comptoir/sdk/contract'
import { insertArticle, publishArticle } from '../faq/store.ts'
import type { Trx } from '../platform/db.ts'

interface Words {
  title: string
  body: string
}

/** What visitors of the demo shop ask most. */
const ARTICLES: { category: TicketCategory; en: Words; fr: Words }[] = [
  {
    category: 'order_issue',
    en: {
      title: 'Where is my parcel?',
      body: 'We send every order within **one working day**. You get a mail with a tracking number as soon as it leaves us.\n\n- France: 2 to 3 working days\n- Europe: 3 to 6 working days\n\nNothing after that? Write to us with your order number, and we look for it.',
    },
    fr: {
      title: 'Où est mon colis ?',
      body: 'Chaque commande part sous **un jour ouvré**. Un e-mail avec le numéro de suivi vous arrive dès son départ.\n\n- France : 2 à 3 jours ouvrés\n- Europe : 3 à 6 jours ouvrés\n\nToujours rien ? Écrivez-nous avec votre numéro de commande, nous le cherchons.',
    },
  },
  {
    category: 'refund_request',
    en: {
      title: 'Returns and refunds',
      body: 'Send back what you do not like within **30 days**, in its box.\n\n1. Write to us for a return label.\n2. Pack the piece as it came.\n3. We refund it within five days of its arrival, by the way you have paid.',
    },
    fr: {
      title: 'Retours et remboursements',
      body: 'Renvoyez ce qui ne vous plaît pas sous **30 jours**, dans sa boîte.\n\n1. Demandez-nous une étiquette de retour.\n2. Emballez la pièce comme à son arrivée.\n3. Nous remboursons sous cinq jours après réception, par votre moyen de paiement.',
    },
  },
  {
    category: 'product_issue',
    en: {
      title: 'A piece has arrived broken',
      body: 'We are sorry! Keep the parcel and send us a **photograph** of the piece and of the box here in the chat. A new one leaves the same day, free of charge.',
    },
    fr: {
      title: 'Une pièce est arrivée cassée',
      body: 'Nous en sommes désolés ! Gardez le colis et envoyez-nous ici une **photo** de la pièce et de la boîte. Une nouvelle part le jour même, sans frais.',
    },
  },
  {
    category: 'product_issue',
    en: {
      title: 'May the bowls go into the dishwasher?',
      body: 'All glazed pieces may, up to 60 °C. What is gilded or has no glaze is washed **by hand**, in lukewarm water.',
    },
    fr: {
      title: 'Les bols vont-ils au lave-vaisselle ?',
      body: 'Oui pour toutes les pièces émaillées, jusqu’à 60 °C. Ce qui est doré ou sans émail se lave **à la main**, à l’eau tiède.',
    },
  },
]

/** Published at once, so that the widget has something to find. */
export async function seedArticles(trx: Trx, shopId: string, at: Date): Promise<void> {
  for (const { category, ...words } of ARTICLES) {
    const groupId = newId(at.getTime())
    for (const locale of ['en', 'fr'] as const) {
      const id = newId(at.getTime())
      await insertArticle(trx, {
        shopId,
        id,
        groupId,
        locale,
        category,
        ...words[locale],
        createdAt: at,
        updatedAt: at,
      })
      await publishArticle(trx, { shopId, id }, at)
    }
  }
}
