import type { Calls } from './api.ts'
import type { Bridge, Panel, Speech } from './bridge.ts'
import { isColor } from './color.ts'
import { openEvents } from './events.ts'
import { openFiles } from './files.ts'
import { lookKey, openKey, recall } from './keep.ts'
import { choose } from './language.ts'
import { buildLauncher } from './launcher.ts'
import { stayOnPage, whenIdle } from './page.ts'
import { FIRST_WORDS } from './words.ts'

/** What the script's tag says. */
export interface Tag {
  /** The server, without a slash at its end. */
  url: string
  shopKey: string
  locale?: string | undefined
  color?: string | undefined
  position?: string | undefined
  /** `hidden`: the page opens the panel by itself. */
  launcher?: string | undefined
}

const COLOR = '#1f5eff'

/** Puts the launcher on the page. `leave` is called by `destroy()`. */
export function standUp(tag: Tag, leave: () => void): Calls {
  const { url, shopKey } = tag
  const life = new AbortController()
  const { signal } = life
  const { on, once, off, emit } = openEvents()
  const files = openFiles(url)

  let wish = tag.locale
  const choice = () => choose([wish, document.documentElement.lang, ...navigator.languages])
  const firstWords = () => FIRST_WORDS[choice().language]
  const speak = async (): Promise<Speech> => {
    const { locale, language } = choice()
    return { locale, words: await files.words(language) }
  }

  const { host, root, frame, button, wear, badge, apologize } = buildLauncher(firstWords()[0])
  const dress: Bridge['dress'] = (color, position) =>
    wear([tag.color, color].find(isColor) ?? COLOR, (tag.position ?? position) === 'left')

  let mounted: Promise<Panel> | undefined
  const mount = () => {
    mounted ??= Promise.all([files.panel(), speak()]).then(([panel, speech]) => {
      signal.throwIfAborted()
      return panel.mount({ url, shopKey, speech, root, frame, button, signal, dress, badge, emit })
    })
    mounted.catch(() => {
      mounted = undefined
    })
    return mounted
  }
  const ask = <T>(work: (panel: Panel) => T | Promise<T>): Promise<T> => quiet(mount().then(work))
  /** For what the shopper waits to see. */
  const show = <T>(work: (panel: Panel) => T | Promise<T>): Promise<T> => {
    apologize('')
    button.setAttribute('aria-busy', 'true')
    const ready = mount().finally(() => button.removeAttribute('aria-busy'))
    ready.catch((failure) => {
      apologize(firstWords()[1])
      emit('error', { code: 'network', detail: String(failure) })
    })
    return quiet(ready.then(work))
  }
  const withPanel = async (work: (panel: Panel) => unknown): Promise<void> => {
    if (mounted) await ask(work)
  }

  const calls: Calls = {
    open: () => show((panel) => panel.open()),
    close: () => withPanel((panel) => panel.close()),
    toggle: () => show((panel) => panel.toggle()),
    async show() {
      button.hidden = false
    },
    async hide() {
      button.hidden = true
      await calls.close()
    },
    async destroy() {
      life.abort()
      leave()
    },
    newConversation: (options) => show((panel) => panel.newConversation(options)),
    sendMessage: (text) => ask((panel) => panel.sendMessage(text)),
    identify: (who) => ask((panel) => panel.identify(who)),
    logout: () => ask((panel) => panel.logout()),
    async setLocale(locale) {
      wish = locale
      badge(0, firstWords()[0])
      await withPanel(async (panel) => panel.speak(await speak()))
    },
    unreadCount: async () => (mounted ? ask((panel) => panel.unreadCount()) : 0),
    on,
    once,
    off,
  }

  const prefetch = () => {
    Promise.all([files.panel(), speak()]).catch(() => {})
  }
  for (const intent of ['pointerenter', 'focus', 'touchstart']) {
    button.addEventListener(intent, prefetch, { once: true, passive: true, signal })
  }
  button.addEventListener('click', () => button.ariaBusy || calls.toggle(), { signal })
  button.hidden = tag.launcher === 'hidden'

  const [color = '', position = '', known] = recall('localStorage', lookKey(shopKey)).split(' ')
  dress(color, position)
  stayOnPage(host, signal)
  if (known || recall('sessionStorage', openKey(shopKey))) whenIdle(() => quiet(mount()), signal)
  return calls
}

/** A page that does not wait for the answer is not troubled by its failure. */
function quiet<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => {})
  return answer
}
