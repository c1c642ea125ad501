import { Failure } from '@comptoir/sdk'
import type { Model, PartKit } from '../state/model.ts'

const kits = new WeakMap<Model, PartKit>()

export const keepKit = (kit: PartKit): unknown => kits.set(kit.model, kit)

/** @throws Error for a panel that has lent nothing: its parts are drawn after they were opened */
export function kitOf(model: Model): PartKit {
  const kit = kits.get(model)
  if (!kit) throw new Error('drawn before it was opened')
  return kit
}

/** Puts a part's own style sheet beside the panel's, once. */
export function dress({ bridge }: PartKit, sheet: CSSStyleSheet): void {
  const root = bridge.frame.getRootNode()
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
}

export function newSheet(styles: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  return sheet
}

const NO_ANSWER = 20_000

/** What anybody may ask who has the shop's key. @throws Failure */
export const askShop = <T>(kit: PartKit, path: string, body?: object): Promise<T> =>
  send(kit, path, body ? 'POST' : 'GET', { 'X-Shop-Key': kit.bridge.shopKey }, body)

/** What the shopper alone may ask. @throws Failure */
export async function askAsShopper<T>(kit: PartKit, method: string, path: string, body?: object): Promise<T> {
  const by = async (refused?: string) => {
    const { token } = await kit.client.access(refused)
    return { token, answer: send<T>(kit, path, method, { Authorization: `Bearer ${token}` }, body) }
  }
  const { token, answer } = await by()
  return answer.catch(async (failure) => {
    if (!(failure instanceof Failure) || failure.code !== 'unauthorized') throw failure
    return (await by(token)).answer
  })
}

async function send<T>({ bridge }: PartKit, path: string, method: string, headers: object, body?: object): Promise<T> {
  const signal = AbortSignal.any([bridge.signal, AbortSignal.timeout(NO_ANSWER)])
  const type = body && { 'Content-Type': 'application/json' }
  const init = { method, signal, headers: { ...headers, ...type }, ...(body && { body: JSON.stringify(body) }) }
  const response = await fetch(bridge.url + path, init).catch((cause) => {
    throw new Failure('network', `No answer came from ${path}.`, { cause })
  })
  const text = await response.text()
  if (response.ok) return text && JSON.parse(text)
  const { code = 'unavailable', detail = `Status ${response.status}` } = parsed(text)
  throw new Failure(code, detail)
}

function parsed(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
