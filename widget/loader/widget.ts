import type { Calls } from './api.ts'
import type { Panel, PanelModule, Speech } from './bridge.ts'
import { asColor, textOn } from './color.ts'
import { openEvents } from './events.ts'
import { lookKey, recall } from './keep.ts'
import { choose } from './language.ts'
import { buildLauncher } from './launcher.ts'
import { stayOnPage, whenIdle } from './page.ts'
import { FIRST_WORDS, type Language } from './words.ts'

/** Put in by the build: what the files are called under `/widget/`. */
declare const __PANEL__: string
declare const __WORDS__: Record<Language, string>

/** What the script's tag says. */
export interface Tag {
  locale?: string | undefined
  color?: string | undefined
  position?: string | undefined
  /** `hidden`: the page opens the panel by itself. */
  launcher?: string | undefined
  /** `on`: the panel is loaded when the page is idle, and says what the shop wants said. */
  proactive?: string | undefined
}

const COLOR = '#1f5eff'

/** Puts the launcher on the page. `url` has no slash at its end; `leave` is called by `destroy()`. */
export function standUp(url: string, shopKey: string, tag: Tag, leave: () => void): Calls {
  const life = new AbortController()
  const { signal } = life
  const { emit, ...listening } = openEvents()

  let failures = 0
  // Some browsers remember a failed import by its address for as long as the page lives.
  const load = (file: string) =>
    import(`${url}/widget/${file}${failures ? `?${failures}` : ''}`).catch((failure) => {
      failures++
      throw failure
    })
  const { host, frame, button } = buildLauncher()
  const sorry = document.createElement('p')

  let wish = tag.locale
  const choice = () => choose([wish, document.documentElement.lang, ...navigator.languages])
  const firstWords = () => FIRST_WORDS[choice()[1]]
  const nameLauncher = () => button.setAttribute('aria-label', firstWords()[0])
  const speak = async (): Promise<Speech> => {
    const [locale, language] = choice()
    return { locale, words: (await load(__WORDS__[language])).default }
  }
  const dress = (shopColor: string | undefined, position: string | undefined) => {
    const color = asColor(tag.color) || shopColor || COLOR
    frame.style.setProperty('--brand', color)
    frame.style.setProperty('--on', textOn(color))
    frame.classList.toggle('left', (tag.position ?? position) === 'left')
  }

  const fetchAll = (): Promise<[PanelModule, Speech]> => Promise.all([load(__PANEL__), speak()])
  let mounted: Promise<Panel> | undefined
  const mount = () => {
    mounted ??= fetchAll().then(([panel, speech]) =>
      panel.mount({ url, shopKey, speech, frame, button, signal, dress, emit }),
    )
    return mounted.catch((failure) => {
      mounted = undefined
      throw failure
    })
  }
  /** `visibly`: the shopper waits to see it. */
  const ask = <T>(work: (panel: Panel) => T | Promise<T>, visibly?: boolean): Promise<T> => {
    sorry.remove()
    if (visibly) button.setAttribute('aria-busy', 'true')
    const ready = mount().catch((failure) => {
      sorry.textContent = firstWords()[1]
      if (visibly) frame.prepend(sorry)
      emit('error', { code: 'network', detail: `${failure}` })
      throw failure
    })
    const answer = ready.finally(() => button.removeAttribute('aria-busy')).then(work)
    // A page that does not wait for the answer is not troubled by its failure.
    answer.catch(() => {})
    return answer
  }

  const calls: Calls = {
    open: () => ask((panel) => panel.open(), true),
    close: async () => mounted && ask((panel) => panel.close()),
    toggle: () => ask((panel) => panel.toggle(), true),
    async show() {
      button.hidden = false
    },
    hide() {
      button.hidden = true
      return calls.close()
    },
    async destroy() {
      life.abort()
      leave()
    },
    newConversation: (options) => ask((panel) => panel.newConversation(options), true),
    sendMessage: (text) => ask((panel) => panel.sendMessage(text)),
    identify: (who) => ask((panel) => panel.identify(who)),
    logout: () => ask((panel) => panel.logout()),
    async setLocale(locale) {
      wish = locale
      nameLauncher()
      if (mounted) await ask(async (panel) => panel.speak(await speak()))
    },
    unreadCount: async () => (mounted ? ask((panel) => panel.unreadCount()) : 0),
    ...listening,
  }

  for (const intent of ['pointerenter', 'focus']) {
    button.addEventListener(intent, () => fetchAll().catch(() => {}), { once: true, signal })
  }
  button.addEventListener('click', () => button.ariaBusy || calls.toggle(), { signal })
  button.hidden = tag.launcher === 'hidden'
  sorry.setAttribute('role', 'alert')
  nameLauncher()

  const [color, position, wanted] = recall('localStorage', lookKey(shopKey)).split(' ')
  dress(color, position)
  stayOnPage(host, signal)
  if (wanted || tag.proactive) whenIdle(() => mount().catch(() => {}), signal)
  return calls
}
