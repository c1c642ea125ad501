import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

export const KEYS = {
  region: 'eu-west-3',
  bucket: 'comptoir-test',
  accessKeyId: 'AKPERLE',
  secretAccessKey: 'a secret',
}

export interface Bucket {
  endpoint: string
  objects: Map<string, Buffer>
  /** How often it says that it is busy before it does what it is asked. */
  busy: number
  close(): Promise<void>
}

/** A store that speaks as much of S3 as we do, and checks each signature by itself (AWS Signature Version 4). */
export async function openBucket(): Promise<Bucket> {
  const bucket: Omit<Bucket, 'endpoint' | 'close'> = { objects: new Map(), busy: 0 }
  const server = createServer(async (request, response) => {
    const bytes = await buffer(request)
    const [status, answer] = isSigned(request) ? obey(bucket, request, bytes) : [403, 'SignatureDoesNotMatch']
    response.writeHead(status).end(answer)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const close = async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
  return Object.assign(bucket, { endpoint: `http://127.0.0.1:${port}`, close })
}

type Obeyed = [status: number, answer: string | Buffer]

function obey(bucket: Omit<Bucket, 'endpoint' | 'close'>, request: IncomingMessage, bytes: Buffer): Obeyed {
  const { objects } = bucket
  const url = new URL(request.url ?? '', 'http://s3')
  const key = url.pathname.slice(`/${KEYS.bucket}/`.length)
  if (bucket.busy-- > 0) return [503, 'SlowDown']
  if (!url.pathname.startsWith(`/${KEYS.bucket}`)) return [404, 'NoSuchBucket']
  if (request.method === 'PUT') return [200, String(objects.set(key, bytes).size)]
  if (request.method === 'DELETE') return [204, objects.delete(key) ? '' : '']
  if (url.searchParams.has('list-type')) {
    const found = [...objects.keys()].filter((one) => one.startsWith(url.searchParams.get('prefix') ?? ''))
    // In pages of two, as a larger store has pages of a thousand.
    return [200, `<ListBucketResult>${found.slice(0, 2).map((one) => `<Key>${one}</Key>`)}</ListBucketResult>`]
  }
  const found = objects.get(key)
  if (!found) return [404, 'NoSuchKey']
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  return range ? [206, found.subarray(Number(range[1]), Number(range[2]) + 1)] : [200, found]
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const sign = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

function isSigned({ method, url = '', headers }: IncomingMessage): boolean {
  const [, credential = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(headers.authorization ?? '') ??
    []
  const [id, ...scope] = credential.split('/')
  const [day = '', region = '', service = '', end = ''] = scope
  const { pathname, searchParams } = new URL(url, 'http://s3')
  const query = [...searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).sort()
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`)
  const asked = [method, pathname, query.join('&'), lines.join(''), names, headers['x-amz-content-sha256']].join('\n')
  const key = [day, region, service, end].reduce(sign, Buffer.from(`AWS4${KEYS.secretAccessKey}`))
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope.join('/'), hash(asked)].join('\n')
  return id === KEYS.accessKeyId && region === KEYS.region && signature === sign(key, text).toString('hex')
}
