import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import type { Config } from '../../config.ts'
import type { FileStore } from './keeping.ts'

type Settings = NonNullable<Config['fileStore']>

const TRIES = 2

/** Any store that speaks S3, addressed by path: `endpoint/bucket/key`. */
export function openS3({ endpoint, region, bucket, accessKeyId, secretAccessKey }: Settings): FileStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: TRIES })
  const home = `${endpoint}/${bucket}`
  const ask = async (method: string, path: string, init: RequestInit = {}) => {
    const response = await client.fetch(home + path, { method, ...init })
    if (response.ok || response.status === 404) return response
    throw new Error(`the store of files answered ${method} ${path} with ${response.status}: ${await response.text()}`)
  }
  const remove = async (key: string) => void (await ask('DELETE', `/${key}`)).body?.cancel()
  return {
    async put(key, path) {
      const response = await ask('PUT', `/${key}`, { body: await openAsBlob(path) })
      if (response.status === 404) throw new Error(`the store of files has no bucket ${bucket}`)
      await response.body?.cancel()
    },
    async read(key, span) {
      const headers = span && { Range: `bytes=${span.from}-${span.to}` }
      const response = await ask('GET', `/${key}`, headers && { headers })
      // The types of the browser and of Node describe the same stream.
      if (response.ok && response.body) return Readable.fromWeb(response.body as ReadableStream)
      await response.body?.cancel()
      return null
    },
    remove,
    async removeAll(prefix) {
      for (;;) {
        const list = await (await ask('GET', `?list-type=2&prefix=${prefix}%2F`)).text()
        const keys = [...list.matchAll(/<Key>([\w./-]+)<\/Key>/g)].map(([, key = '']) => key)
        if (keys.length === 0) return
        for (const key of keys) await remove(key)
      }
    },
  }
}
