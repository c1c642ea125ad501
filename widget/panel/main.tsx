import { createClient } from '@comptoir/sdk'
import { render } from 'preact'
import type { Bridge, Panel, Speech } from '../loader/bridge.ts'
import { recall } from '../loader/keep.ts'
import styles from './panel.css'
import { Face } from './parts/face.tsx'
import { App } from './screens/app.tsx'
import { createActions } from './state/actions.ts'
import { createAttention } from './state/attention.ts'
import { listen } from './state/listen.ts'
import { newModel, voice } from './state/model.ts'
import { alertsKey, openKey } from './state/storage.ts'
import { countUnread } from './state/tickets.ts'
import { fitToKeyboard, isSmall } from './state/window.ts'

const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)/

/** Called by the loader, once for each widget on the page. */
export function mount(bridge: Bridge): Panel {
  const { url, shopKey, speech, frame, button, signal } = bridge
  signal.throwIfAborted()
  const client = createClient({ url, shopKey, locale: speech.locale })
  const model = newModel(speech)
  const place = document.createElement('div')
  const root = frame.getRootNode()
  if (root instanceof ShadowRoot) root.adoptedStyleSheets.push(sheet)
  frame.insertBefore(place, button)

  const write = (next: Speech) => {
    Object.assign(model, voice(next))
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
  const update = createAttention(model, client, bridge, draw)
  const actions = createActions(model, client, bridge, update)
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
  if (document.querySelector(`script[data-proactive][data-shop="${shopKey}"]`)) actions.prompt()
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
    unreadCount: () => countUnread(model.rows),
    speak(next) {
      write(next)
      update()
    },
  }
}
