/** Every id on the wire is a UUID, version 7: it sorts by the time at which it was made. */
export type ShopId = string
export type CustomerId = string
export type AgentId = string
export type TicketId = string
export type MessageId = string
export type FactId = string

/** What a sender calls its own message: up to 64 of `A-Z a-z 0-9 _ -`. The SDK uses a UUIDv7. */
export type ClientId = string

/** Makes a UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance. */
export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  const time = now.toString(16).padStart(12, '0')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}
