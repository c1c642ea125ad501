import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** The client's address: the connection's, or the one that the outermost of our own proxies has seen. */
export function addressBehind(forwarded: string, remote: string | undefined, trustedProxies: number): string {
  const hops = forwarded.split(',').map((hop) => hop.trim())
  const seen = trustedProxies === 0 ? '' : (hops.at(-trustedProxies) ?? hops[0] ?? '')
  return isIP(seen) ? seen : (remote ?? '')
}

/** Of a handshake. */
export const addressOf = ({ headers, socket }: IncomingMessage, trustedProxies: number): string =>
  addressBehind(String(headers['x-forwarded-for'] ?? ''), socket.remoteAddress, trustedProxies)
