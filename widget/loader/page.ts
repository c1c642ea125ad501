/**
 * Keeps the host on the page. It stands beside the body, because some pages replace that as a whole, and comes back when
 * a framework has cleared the document. Answers the function that ends it.
 */
export function stayOnPage(host: Element): () => void {
  const page = document.documentElement
  const attach = () => {
    if (!host.isConnected) page.append(host)
  }
  const watch = new MutationObserver(attach)
  watch.observe(page, { childList: true })
  attach()
  return () => {
    watch.disconnect()
    host.remove()
  }
}

/** Calls once the page has loaded and has nothing better to do. */
export function whenIdle(call: () => void, signal: AbortSignal): void {
  // Safari has no idle callback.
  const wait = () => (window.requestIdleCallback ?? setTimeout)(call)
  if (document.readyState === 'complete') wait()
  else addEventListener('load', wait, { signal })
}
