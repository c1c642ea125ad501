import { html } from 'hono/html'
import type { Failure } from '../../platform/failure.ts'
import { frame, type Html } from '../../platform/page/frame.ts'
import type { PageLanguage } from '../../platform/page/language.ts'
import { fill } from '../../platform/page/words.ts'
import type { ShopRecord } from '../../schema.ts'
import { en } from './locales/en.ts'
import { fr } from './locales/fr.ts'

const WORDS = { en, fr }

export interface View {
  language: PageLanguage
  shop: ShopRecord
  address: string
  isStopped: boolean
}

/** How it stands, and the button that turns it round. */
export function stopPage({ language, shop, address, isStopped }: View): Html {
  const words = WORDS[language]
  const [title, lead, button] = isStopped
    ? [words.stopped, words.stoppedLead, words.undo]
    : [words.ask, words.askLead, words.stop]
  const other = language === 'fr' ? 'en' : 'fr'
  return frame(
    { language, title, shop: { name: shop.name, color: shop.settings.widget.color } },
    html`<h1>${title}</h1>
      <p class="lead">${fill(lead, { shop: shop.name, address: shortOf(address) })}</p>
      <form class="fields" method="post">
        <input type="hidden" name="wish" value="${isStopped ? 'mails' : 'none'}">
        <button class="button">${button}</button>
      </form>
      <p class="languages"><a href="?lang=${other}" hreflang="${other}" lang="${other}">${words.other}</a></p>`,
  )
}

/** Mails are passed on: who was not the reader need not learn the whole address. */
const shortOf = (address: string): string => `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`

export function sorryPage(language: PageLanguage, { code }: Pick<Failure, 'code'>): Html {
  const words = WORDS[language]
  const [title, lead] = code === 'unauthorized' ? [words.wrong, words.wrongLead] : [words.failed, words.failedLead]
  return frame({ language, title, shop: null }, html`<h1>${title}</h1><p class="lead">${lead}</p>`)
}
