import { createClient } from '@comptoir/sdk'
import { render } from 'preact'
import type { Bridge, Panel, Speech } from '../loader/bridge.ts'
import { openStorage, recall } from '../loader/keep.ts'
import styles from './panel.css'
import { Face } from './parts/face.tsx'
import { App } from './screens/app.tsx'
import { createActions } from './state/actions.ts'
import { createAttention } from './state/attention.ts'
import { listen } from './state/listen.ts'
import { withOwn } from './state/look.ts'
import { newModel, voice } from './state/model.ts'
import { claimed, createPageTeller, mayStore } from './state/page.ts'
import { alertsKey, openKey } from './state/storage.ts'
import { followTheme } from './state/theme.ts'
import { countUnread } from './state/tickets.ts'
import { fitToKeyboard, isSmall } from './state/window.ts'

const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)/

/** Called by the loader, once for each widget on the page. */
export async function mount(bridge: Bridge): Promise<Panel> {
  const { url, shopKey, speech, tag, frame, button, signal } = bridge
  const allow = async (allowed: boolean) => (await import('./allow/allow.ts')).consent(shopKey, allowed)
  if (!mayStore(tag)) await allow(false)
  signal.throwIfAborted()
  const client = createClient({ url, shopKey, locale: speech.locale, storage: openStorage('localStorage') })
  const { newThread } = client
  client.newThread = (chat) => newThread({ ...claimed(bridge), ...chat })
  const model = newModel(speech)
  const place = document.createElement('div')
  const root = frame.getRootNode()
  if (root instanceof ShadowRoot) root.adoptedStyleSheets.push(sheet)
  frame.insertBefore(place, button)

  let speaking = speech
  const write = (next: Speech) => {
    speaking = next
    Object.assign(model, voice(withOwn(next, model.shop?.words)))
    frame.lang = next.locale
    frame.dir = RIGHT_TO_LEFT.test(next.locale) ? 'rtl' : 'ltr'
  }
  let drawing = false
  const draw = () => {
    if (drawing) return
    drawing = true
    queueMicrotask(() => {
      drawing = false
      if (signal.aborted) return
      render(<Face unread={countUnread(model.rows)} />, button)
      render(<App model={model} actions={actions} />, place)
    })
  }
  const tellPage = createPageTeller(client, bridge)
  const wearTheme = followTheme(bridge)
  const look = createAttention(model, client, bridge, draw)
  const update = () => {
    look()
    tellPage()
  }
  const dress: Bridge['dress'] = (look) => {
    const worn = bridge.dress(look)
    wearTheme()
    write(speaking)
    return worn
  }
  const actions = createActions(model, client, { ...bridge, dress }, update)
  write(speech)
  listen(model, client, bridge, actions, update)
  fitToKeyboard(bridge, update)
  signal.addEventListener('abort', () => {
    client.close()
    render(null, place)
  })
  // On a phone it would cover the page that the shopper has just gone to.
  if (recall('sessionStorage', openKey(shopKey)) && !isSmall()) actions.open(true)
  else if (client.hasSession()) actions.load()
  if (recall('localStorage', alertsKey(shopKey))) actions.need('alerts')
  if (document.querySelector(`script[data-proactive=on][data-shop="${shopKey}"]`)) actions.prompt()
  update()

  const open = async () => actions.open()
  const close = async () => actions.close()
  return {
    open,
    close,
    toggle: () => (model.open ? close() : open()),
    async newConversation(options) {
      actions.open()
      actions.startNew(options?.prefill)
    },
    sendMessage: async (text) => actions.send(text),
    async identify({ token }) {
      const customer = await client.identify({ identityToken: token })
      await actions.restart()
      return customer
    },
    logout: actions.logout,
    unreadCount: async () => countUnread(model.rows),
    async openConversation(id) {
      actions.open()
      actions.pick(id)
    },
    async openArticle(id) {
      model.article = id
      actions.open()
      actions.startNew()
    },
    async setLocale() {
      write(await bridge.speak())
      update()
    },
    setTheme: async () => wearTheme(),
    setPosition: async () => {},
    async setContext() {
      const { thread, ticketId } = model
      if (thread && !ticketId && thread.get().messages.length === 0) {
        thread.close()
        model.thread = null
        actions.goOn()
      }
      update()
    },
    setConsent: () => allow(mayStore(tag)),
  }
}
