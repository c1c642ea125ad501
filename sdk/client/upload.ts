import { newId } from '../contract/ids.ts'
import type { FileId, FileLinks, MessageFile } from '../contract/index.ts'
import { Failure } from './failure.ts'
import { refusal } from './http.ts'
import { backOff, pause } from './patience.ts'
import type { CallOptions, FileAccess } from './types.ts'

type Abort = Pick<CallOptions, 'signal'>

export interface UploadOptions {
  /** Called as the bytes go out; of a picture, which the server draws anew, before it is done. */
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
  /** Your own, to repeat an upload across restarts of your program: sent twice, a file is stored once. */
  id?: FileId
  /** In place of the file's own. */
  name?: string
}

const TRIES = 4
/** Without a byte that moves for so long, the line counts as dead. */
const STANDSTILL = 45_000
const LONGEST_NAME = 255

/**
 * Sends a file, to be named in a message; a line that breaks is tried again from the file's beginning, under the same id.
 * What no message has taken after a day is removed.
 *
 * @throws Failure `too_large`, `storage_full`, `rate_limited`, `aborted` by the signal, or any other of a call
 * @example
 * const file = await uploadFile(client, input.files[0], { onProgress: (sent, total) => show(sent / total) })
 * thread.send('Here it is.', undefined, [file])
 */
export async function uploadFile(
  client: FileAccess,
  file: Blob & { readonly name?: string },
  { onProgress = () => {}, signal = new AbortController().signal, id = newId(), name = file.name }: UploadOptions = {},
): Promise<MessageFile> {
  const path = `/api/files/${id}?name=${encodeURIComponent(shorten(name || 'file'))}`
  let refused: string | undefined
  for (let tried = 1; ; ) {
    const { url, token } = await client.access(refused)
    const answer = await send(url + path, token, file, onProgress, signal)
    if (!(answer instanceof Failure)) return JSON.parse(answer)
    if (answer.code === 'unauthorized' && refused === undefined) refused = token
    else if (!answer.retry || tried >= TRIES || signal.aborted) throw answer
    else await pause(backOff(tried++, answer.retryAfter), signal)
  }
}

/** Takes back a file that is in no message. */
export const takeBackFile = (client: FileAccess, id: FileId, options?: Abort): Promise<unknown> =>
  ask(client, 'DELETE', id, options)

/**
 * Addresses of a file that need no credential, for `<img>` and downloads. Ask anew when they are over.
 *
 * @example image.src = (await fileLinks(client, file.id)).url
 */
export async function fileLinks(client: FileAccess, id: FileId, options?: Abort): Promise<FileLinks> {
  const { url } = await client.access()
  const links: FileLinks = JSON.parse(await ask(client, 'GET', `${id}/links`, options))
  const { thumbnailUrl } = links
  return { ...links, url: url + links.url, ...(thumbnailUrl && { thumbnailUrl: url + thumbnailUrl }) }
}

async function ask(client: FileAccess, method: string, path: string, { signal }: Abort = {}): Promise<string> {
  const { url, token } = await client.access()
  const response = await fetch(`${url}/api/files/${path}`, {
    method,
    headers: bearer(token),
    ...(signal && { signal }),
  }).catch((cause) => {
    throw new Failure(signal?.aborted ? 'aborted' : 'network', 'No answer came.', { cause })
  })
  const text = await response.text()
  if (response.ok) return text
  throw refusal(response, text)
}

const bearer = (token: string): Record<string, string> => (token ? { Authorization: `Bearer ${token}` } : {})

/** With its ending, and never through a character. */
const shorten = (name: string) =>
  name.length > LONGEST_NAME
    ? name.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '') + (/\.\w{1,9}$/.exec(name)?.[0] ?? '')
    : name

type Way = (
  address: string,
  token: string,
  file: Blob,
  onProgress: NonNullable<UploadOptions['onProgress']>,
  signal: AbortSignal,
) => Promise<string | Failure>

/** Browsers tell of the progress of this kind of request alone. */
const send: Way = (...all) => (globalThis.XMLHttpRequest ? sendByBrowser(...all) : sendByProgram(...all))

const TYPE = { 'Content-Type': 'application/octet-stream' }

const sendByBrowser: Way = (address, token, file, onProgress, signal) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest()
    let watch: ReturnType<typeof setTimeout>
    const stop = () => request.abort()
    const moved = () => {
      clearTimeout(watch)
      watch = setTimeout(stop, STANDSTILL)
    }
    request.open('PUT', address)
    for (const [name, value] of Object.entries({ ...TYPE, ...bearer(token) })) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => {
      moved()
      onProgress(Math.min(loaded, file.size), file.size)
    }
    request.onloadend = () => {
      clearTimeout(watch)
      signal.removeEventListener('abort', stop)
      const { status, responseText } = request
      if (status === 201) resolve(responseText)
      else resolve(status ? refusal(new Response(null, { status }), responseText) : silence(signal))
    }
    signal.addEventListener('abort', stop)
    moved()
    if (signal.aborted) resolve(silence(signal))
    else request.send(file)
  })

const sendByProgram: Way = async (address, token, file, onProgress, signal) => {
  let sent = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, on) {
      sent += piece.length
      onProgress(sent, file.size)
      on.enqueue(piece)
    },
  })
  // Asked for by every body that is a stream; the types of the browser do not know it.
  const halfDuplex = { duplex: 'half' }
  try {
    const response = await fetch(address, {
      method: 'PUT',
      headers: { ...TYPE, ...bearer(token) },
      body: file.stream().pipeThrough(counted),
      signal,
      ...halfDuplex,
    })
    const text = await response.text()
    return response.ok ? text : refusal(response, text)
  } catch (cause) {
    return silence(signal, cause)
  }
}

const silence = ({ aborted }: AbortSignal, cause?: unknown) =>
  new Failure(aborted ? 'aborted' : 'network', 'The file did not arrive.', { cause })
