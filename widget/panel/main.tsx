import { createClient } from '@comptoir/sdk'
import { render } from 'preact'
import type { Bridge, Panel } from '../loader/bridge.ts'
import { openKey, recall } from '../loader/keep.ts'
import styles from './panel.css'
import { App } from './screens/app.tsx'
import { createActions } from './state/actions.ts'
import { createAttention } from './state/attention.ts'
import { paint } from './state/colors.ts'
import { listen } from './state/listen.ts'
import { newModel, voice } from './state/model.ts'
import { countUnread } from './state/tickets.ts'
import { fitToKeyboard, isSmall } from './state/window.ts'

const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)

/** Called by the loader, once for each widget on the page. */
export function mount(bridge: Bridge): Panel {
  const { url, shopKey, speech, root, frame, button, signal } = bridge
  const client = createClient({ url, shopKey, locale: speech.locale })
  const model = newModel(speech)
  const place = document.createElement('div')
  root.adoptedStyleSheets.push(sheet)
  frame.insertBefore(place, button)

  let drawing = false
  const draw = () => {
    if (drawing) return
    drawing = true
    queueMicrotask(() => {
      drawing = false
      if (!signal.aborted) render(<App model={model} actions={actions} />, place)
    })
  }
  const update = createAttention(model, client, bridge, draw)
  const actions = createActions(model, client, bridge, update)
  paint(bridge)
  listen(model, client, bridge, actions, update)
  fitToKeyboard(frame, signal)
  signal.addEventListener('abort', () => {
    client.close()
    render(null, place)
  })
  // On a phone it would cover the page that the shopper has just gone to.
  if (recall('sessionStorage', openKey(shopKey)) && !isSmall()) actions.open(true)
  else if (client.hasSession()) actions.load()
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
    async logout() {
      await client.logout()
      await actions.restart()
    },
    unreadCount: () => countUnread(model.rows),
    speak(next) {
      Object.assign(model, voice(next))
      update()
    },
  }
}
