import { limit } from './patience.ts'

const NO_ANSWER = 5_000

/**
 * Whether the server runs and keeps its answers from this page, as it does where the shop does not list its origin: the
 * browser then tells a page no more than that nothing came. Asked twice, since a server may just have come back.
 */
export async function isKeptOut(url: string, life: AbortSignal): Promise<boolean> {
  const { location, navigator } = globalThis
  if (!location || navigator?.onLine === false || new URL(url).origin === location.origin) return false
  const hears = async (path: string, mode: RequestMode) => {
    const { signal, end } = limit(NO_ANSWER, life)
    const heard = await fetch(url + path, { mode, credentials: 'omit', cache: 'no-store', signal }).then(
      () => true,
      () => false,
    )
    end()
    return heard
  }
  // The first is heard by every page, though unread; the second only by a page that may read the API.
  const once = async () => (await hears('/healthz', 'no-cors')) && !(await hears('/api/widget', 'cors'))
  return (await once()) && once()
}
