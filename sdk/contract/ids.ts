/** Every id on the wire is a UUID, version 7: it sorts by the time at which it was made. */
export type ShopId = string
export type CustomerId = string
export type AgentId = string
export type TicketId = string
export type MessageId = string
export type FactId = string
export type DepartmentId = string
export type WebhookId = string
export type KeyId = string
/** Made by whoever sends the file, so that it can be sent again. */
export type FileId = string

/** What a sender calls its own message: up to 64 of `A-Z a-z 0-9 _ -`. The SDK uses a UUIDv7. */
export type ClientId = string

/** Makes a UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance. */
export function newId(now: number = Date.now()): string {
  let chance = ''
  for (const byte of crypto.getRandomValues(new Uint8Array(10))) chance += byte.toString(16).padStart(2, '0')
  const variant = '89ab'[Number.parseInt(chance.slice(18), 16) & 3]
  const hex = `${now.toString(16).padStart(12, '0')}7${chance.slice(0, 3)}${variant}${chance.slice(3, 18)}`
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
