import type { Calls } from './api.ts'
import type { Named, Panel, PanelModule, Speech, Tag } from './bridge.ts'
import { openEvents } from './events.ts'
import { lookKey } from './keep.ts'
import { choose } from './language.ts'
import { buildLauncher } from './launcher.ts'
import { dress, type Look } from './look.ts'
import { stayOnPage, whenIdle } from './page.ts'
import { FIRST_WORDS } from './words.ts'

/** Put in by the build: what they are called under `/widget/`. */
declare const __PANEL__: string
declare const __WORDS__: string

/**
 * What the panel answers. It is loaded for those before `setLocale`, and for the first five of them the shopper waits to
 * see it; the others are for a panel that is there, and `setLocale` and its kin are put into the tag.
 */
const CALLS =
  'open toggle newConversation openConversation openArticle sendMessage identify logout setLocale setTheme setPosition setContext setConsent close unreadCount'.split(
    ' ',
  )
const SEEN = 5
const LOADED = 8
const KEPT = 13

/** Puts the launcher on the page. `url` has no slash at its end; `leave` is called by `destroy()`. */
export function standUp(url: string, shopKey: string, tag: Tag, leave: () => void): Calls & Named {
  const life = new AbortController()
  const { signal } = life
  const events = openEvents()

  let failures = 0
  // Some browsers remember a failed import by its address for as long as the page lives.
  const load = (file: string) =>
    import(`${url}/widget/${file}.js${failures ? `?${failures}` : ''}`).catch((failure) => {
      failures++
      throw failure
    })
  const { host, frame, button } = buildLauncher()
  const sorry = document.createElement('p')

  const choice = () => choose([tag.locale, document.documentElement.lang, ...navigator.languages])
  const firstWords = () => FIRST_WORDS[choice()[1] === 'fr' ? 'fr' : 'en']
  const nameLauncher = (name: string = tag.label ?? firstWords()[0]) => button.setAttribute('aria-label', name)
  const speak = async (): Promise<Speech> => {
    const [locale = '', language] = choice()
    return { locale, words: (await load(__WORDS__ + language)).default }
  }
  let shop: (Look & { wanted?: boolean }) | null = null
  const wear = (look?: Look) => {
    shop = look ?? shop
    const worn = { ...shop, ...tag }
    dress(frame, worn)
    return worn
  }

  let mounted: Promise<Panel> | undefined
  const fetchAll = (): Promise<[PanelModule, Speech]> => Promise.all([load(__PANEL__), speak()])
  const mount = () => {
    mounted ??= fetchAll().then(([panel, speech]) =>
      panel.mount({ url, shopKey, speech, tag, frame, button, signal, dress: wear, speak, emit: events.emit }),
    )
    return mounted
  }
  const ask = <T>(work: (panel: Panel) => T | Promise<T>, visibly?: boolean): Promise<T> => {
    sorry.remove()
    if (visibly) button.setAttribute('aria-busy', 'true')
    const ready = mount().catch((failure) => {
      mounted = undefined
      sorry.textContent = firstWords()[1]
      if (visibly) frame.prepend(sorry)
      events.emit('error', { code: 'network', detail: `${failure}` })
      throw failure
    })
    const answer = ready.finally(() => button.removeAttribute('aria-busy')).then(work)
    // A page that does not wait for the answer is not troubled by its failure.
    answer.catch(() => {})
    return answer
  }
  // By their names, which the types know one by one.
  const calls = {
    ...events,
    async show() {
      button.hidden = false
    },
    hide() {
      button.hidden = true
      return calls.close()
    },
    async destroy() {
      life.abort()
      leavePage()
      leave()
    },
  } as unknown as Calls & Named
  CALLS.map((call, at) => {
    calls[call] = (...args) => {
      if (at >= LOADED && at < KEPT) {
        tag[call.slice(3).toLowerCase()] = args[0]
        wear()
        nameLauncher()
      }
      return at < LOADED || mounted
        ? ask((panel) => (panel as Panel & Named)[call]?.(...args), at < SEEN)
        : Promise.resolve(0)
    }
  })

  const toggle = () => button.ariaBusy || calls.toggle()
  button.onclick = toggle
  button.onpointerenter = button.onfocus = () =>
    mounted ||
    fetchAll().then(
      ([, { words }]) => {
        if (!mounted) nameLauncher(words.open)
      },
      () => {},
    )
  button.hidden = !!tag.launcher
  // Asked at the window: the page may put its button there later, and anew on each of its pages.
  addEventListener('click', ({ target }) => tag.launcher && (target as Element).closest?.(tag.launcher) && toggle(), {
    signal,
  })
  sorry.setAttribute('role', 'alert')
  nameLauncher()
  try {
    shop = JSON.parse(localStorage[lookKey(shopKey)])
  } catch {
    // Nothing is kept, or nothing may be: then the first answer of the server says it.
  }
  wear()
  const leavePage = stayOnPage(host)
  if (shop?.wanted || tag.proactive) whenIdle(() => ask(() => {}), signal)
  return calls
}
