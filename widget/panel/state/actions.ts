import { Failure, type ShopperClient, type Thread } from '@comptoir/sdk'
import { LIMITS, type TicketId } from '@comptoir/sdk/contract'
import type { Bridge } from '../../loader/bridge.ts'
import { lookKey, recall } from '../../loader/keep.ts'
import { LATER } from './later.ts'
import { lookOf } from './look.ts'
import { type Actions, type Model, newPlace, type PartName } from './model.ts'
import { LONG } from './reach.ts'
import { draftKey, forgetDrafts, lastKey, openKey, store } from './storage.ts'
import { chooseTicket, isOver } from './tickets.ts'
import { watch } from './watch.ts'
import { enter } from './window.ts'

export function createActions(model: Model, client: ShopperClient, bridge: Bridge, update: () => void): Actions {
  const { url, shopKey, emit, signal, button, frame } = bridge
  let unwatch = () => {}
  /** Counts the shoppers: what was asked for one who has left is not shown to the next. */
  let era = 0
  let warned = false
  let opener: HTMLElement | null = null
  const asked = new Set<PartName>()
  let timer: ReturnType<typeof setTimeout> | undefined
  signal.addEventListener('abort', () => clearTimeout(timer))

  const storeLast = () => store('sessionStorage', lastKey(shopKey), model.ticketId)
  const storeDraft = (draft: string) => store('sessionStorage', draftKey(shopKey, model.ticketId), draft)
  const remember = () => {
    if (!model.shop) return
    const wanted = model.open || model.rows.length > 0
    store('localStorage', lookKey(shopKey), JSON.stringify({ ...lookOf(model.shop), wanted }))
  }
  const fetchShop = async () => {
    model.shop ??= await client.widget()
    bridge.dress(lookOf(model.shop))
  }
  const fetchRows = async (cursor?: string) => {
    const mine = era
    const page = await client.tickets.list(cursor ? { cursor } : {})
    if (mine !== era) return
    model.rows = cursor ? [...model.rows, ...page.items] : page.items
    model.cursor = page.nextCursor
  }
  // Soon: when it is drawn.
  const enterSoon = () => queueMicrotask(() => enter(bridge))
  const show = (thread: Thread, ticketId: TicketId | '', draft = '') => {
    unwatch()
    if (thread !== model.thread) model.thread?.close()
    Object.assign(model, { thread, ticketId, turn: model.turn + 1, screen: 'chat', place: newPlace() })
    model.draft = draft || recall('sessionStorage', draftKey(shopKey, ticketId))
    storeLast()
    unwatch = watch(thread, emit, () => {
      const had = model.rows.length
      const { ticket, failure } = thread.get()
      // The new conversation has become this one, with what is being written in it.
      if (ticket && !model.ticketId) {
        storeDraft('')
        model.ticketId = ticket.id
        storeDraft(model.draft)
        storeLast()
      }
      // The server answers again, though perhaps by HTTP alone.
      if (model.trouble && ticket && !failure) actions.load()
      update()
      if (!had) remember()
    })
    update()
  }
  const whereLeft = () =>
    model.rows.length || model.thread || !client.hasSession()
      ? (chooseTicket(model.rows)?.id ?? '')
      : recall('sessionStorage', lastKey(shopKey))
  const actions: Actions = {
    async load() {
      const mine = era
      Object.assign(model, { loading: true, trouble: false })
      update()
      try {
        await Promise.all([model.open && fetchShop(), client.hasSession() && fetchRows()])
        if (mine !== era) return
        model.refused = false
        remember()
        if (model.open) actions.goOn()
        else if (model.rows.some(({ status }) => !isOver(status))) client.connect()
      } catch (failure) {
        if (mine === era) model.trouble = true
        actions.fail(failure)
      } finally {
        if (mine === era) model.loading = false
        // Nothing is known of the shopper, who can write all the same.
        if (model.open && model.trouble) actions.goOn()
        update()
      }
    },
    goOn() {
      if (model.thread && model.thread.get().failure?.code !== 'not_found') return
      // What an earlier page has left unsent goes first.
      const fresh = client.newThread()
      const id = fresh.get().messages.length ? '' : whereLeft()
      if (id) fresh.close()
      show(id ? client.thread(id) : fresh, id)
    },
    restart() {
      era++
      unwatch()
      model.thread?.close()
      Object.assign(model, {
        thread: null,
        ticketId: '',
        rows: [],
        cursor: null,
        screen: 'chat',
        draft: '',
        refused: false,
        parts: {},
        gate: undefined,
      })
      asked.clear()
      storeLast()
      if (model.open && !client.hasSession()) actions.goOn()
      return actions.load()
    },
    logout() {
      forgetDrafts(shopKey)
      // Where the server could not be told, this browser has forgotten all the same.
      return client.logout().finally(actions.restart)
    },
    fail(failure) {
      if (signal.aborted) return
      if (!(failure instanceof Failure)) throw failure
      const { code, message } = failure
      const denied = code === 'origin_refused' || code === 'unauthorized'
      model.refused ||= denied
      if (!warned && denied) {
        warned = true
        console.warn(model.say(code, { name: location.origin }).replace('{url}', url))
      }
      emit('error', { code, detail: message })
    },
    open(quietly) {
      if (model.open) return
      model.open = true
      // The page's own button gets the focus back, where it has one.
      const { activeElement } = document
      opener = button.hidden && activeElement instanceof HTMLElement ? activeElement : null
      button.setAttribute('aria-expanded', 'true')
      store('sessionStorage', openKey(shopKey), 'open')
      emit('open', undefined)
      update()
      if (!quietly) enterSoon()
      if (model.rows.length || !client.hasSession() || recall('sessionStorage', lastKey(shopKey))) actions.goOn()
      if (!model.shop || model.trouble) actions.load()
    },
    close() {
      if (!model.open) return
      model.open = false
      button.setAttribute('aria-expanded', 'false')
      store('sessionStorage', openKey(shopKey), '')
      remember()
      emit('close', undefined)
      const hadFocus = frame.matches(':focus-within')
      update()
      if (hadFocus) queueMicrotask(() => (opener ?? button).focus())
    },
    refresh: () => fetchRows().then(update, actions.fail),
    showList() {
      model.screen = 'list'
      enterSoon()
      actions.refresh()
      update()
    },
    more: () => fetchRows(model.cursor ?? undefined).then(update, actions.fail),
    pick(id) {
      show((model.ticketId === id && model.thread) || client.thread(id), id)
      enterSoon()
    },
    startNew(draft, about) {
      const { thread, ticketId } = model
      const isUsed = ticketId || thread?.get().messages.length
      show((!isUsed && !about && thread) || client.newThread(about), '', draft)
      enterSoon()
    },
    write(draft) {
      model.draft = draft
      storeDraft(draft)
      if (draft) model.thread?.typing()
      update()
    },
    send(text) {
      const message = text.trim()
      const { attached } = model
      if (!(message || attached) || message.length > LIMITS.message) {
        throw new Failure('invalid', `Expected a message of 1 to ${LIMITS.message} characters, got ${message.length}.`)
      }
      actions.goOn()
      Object.assign(model.place, { atEnd: true, until: '' })
      // By then it is gone, or it is said that nothing goes.
      clearTimeout(timer)
      timer = setTimeout(update, LONG)
      model.attached = undefined
      return model.thread?.send(message, undefined, attached) ?? ''
    },
    discard(clientId) {
      const text = model.thread?.discard(clientId)
      if (text && !model.draft) actions.write(text)
    },
    async attach(files) {
      // Without a network there is nothing to load it with, and that is said already.
      model.files ??= await import('../files/files.tsx').catch(() => undefined)
      model.files?.take({ model, client, frame, update }, files)
    },
    async need(name) {
      if (asked.has(name)) return
      asked.add(name)
      try {
        const part = await LATER[name]()
        await part.open({ model, actions, client, bridge, update })
        if (signal.aborted) return
        model.parts[name] = part
        update()
      } catch {
        // Without a network there is nothing to load it with, and that is said already.
        asked.delete(name)
      }
    },
    async prompt() {
      try {
        await fetchShop()
        if (model.shop?.rules[0]) actions.need('rules')
      } catch (failure) {
        actions.fail(failure)
      }
    },
    loadEarlier: () => model.thread?.loadEarlier().catch(actions.fail),
    scrolled(atEnd) {
      if (atEnd === model.place.atEnd) return
      model.place.atEnd = atEnd
      if (atEnd) model.place.until = ''
      update()
    },
    slide(until) {
      model.place.until = until
      update()
    },
  }
  return actions
}
