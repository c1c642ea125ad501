import { type Message, type MessageFile, newId, type Problem, type Ticket } from '@comptoir/sdk/contract'
import sharp from 'sharp'
import type { Caller } from '../../testing/people.ts'

interface Sent<T> {
  status: number
  headers: Headers
  body: T
}

/** Sends bytes as a developer with curl would. */
export async function send<T = MessageFile>(
  who: Caller,
  bytes: Uint8Array | string,
  { name = 'teapot.txt', id = newId(), headers = {} }: { name?: string; id?: string; headers?: object } = {},
): Promise<Sent<T>> {
  const response = await fetch(`${who.url}/api/files/${id}?name=${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${who.token}`, 'Content-Type': 'application/octet-stream', ...headers },
    body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: JSON.parse(text) }
}

export const refused = (who: Caller, bytes: Uint8Array | string, more?: Parameters<typeof send>[2]) =>
  send<Problem>(who, bytes, more)

/** A file in a message of somebody's ticket. */
export async function sendInMessage(
  who: Caller,
  ticket: Pick<Ticket, 'id'>,
  bytes: Uint8Array | string,
  more: { name?: string; type?: string } = {},
): Promise<{ file: MessageFile; message: Message }> {
  const { body } = await send(who, bytes, more.name === undefined ? {} : { name: more.name })
  const message = await who.say(ticket, 'Look at this.', {
    files: [body.id],
    ...(more.type !== undefined && { type: more.type }),
  })
  const file = message.files?.[0]
  if (!file) throw new Error(`no file in ${JSON.stringify(message)}`)
  return { file, message }
}

export const aPicture = (width = 640, height = 400) =>
  sharp({ create: { width, height, channels: 3, background: '#7a4a21' } })

/** A photograph that tells where it was taken, and by which camera. */
export const aPhotograph = (): Promise<Buffer> =>
  aPicture()
    .withExif({
      IFD0: { Make: 'Perle & Fils', Model: 'Camera of Mira' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '2/1 17/1 40/1' },
    })
    .jpeg()
    .toBuffer()
