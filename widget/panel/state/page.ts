import type { ShopperClient } from '@comptoir/sdk'
import type { Bridge, Tag } from '../../loader/bridge.ts'

/** Tells agents of the page that the shopper is on, as the page itself says or as the browser does. Call it whenever it may be another. */
export function createPageTeller(client: ShopperClient, { tag, signal }: Bridge): () => void {
  let told = ''
  const tell = () => {
    if (!client.hasSession()) return
    const { url, title } = tag.context?.page ?? { url: location.href, title: document.title }
    if (told === url + title) return
    told = url + title
    client.setPage({ url, ...(title && { title }) })
  }
  // Of an app that draws its pages by itself, where the browser tells.
  Reflect.get(window, 'navigation')?.addEventListener('navigatesuccess', tell, { signal })
  addEventListener('popstate', tell, { signal })
  return tell
}

/** Whether the page allows anything to be stored. */
export const mayStore = ({ consent }: Tag): boolean => consent !== 'required' && consent !== false

/** What a new conversation is about, as the page claims. */
export const claimed = ({ tag }: Bridge): { orderId?: string } => {
  const { id } = tag.context?.order ?? {}
  return id ? { orderId: id } : {}
}
