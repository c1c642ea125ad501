import { open } from 'node:fs/promises'
import { PICTURE_TYPES } from '@comptoir/sdk/contract'
import { fileTypeFromBuffer } from 'file-type'

export const UNKNOWN_TYPE = 'application/octet-stream'

/** So much of a file says what it is. No more is given to the library: it would unpack archives to look into them. */
const HEAD = 4_100

/** What a file's bytes say that it is, whatever its name says. */
export async function typeOf(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return (await fileTypeFromBuffer(buffer.subarray(0, bytesRead)))?.mime ?? UNKNOWN_TYPE
  } catch (error) {
    // Bytes made to confuse the library are of no known type.
    if (error instanceof Error && !('code' in error)) return UNKNOWN_TYPE
    throw error
  } finally {
    await handle.close()
  }
}

export const isPicture = (type: string): boolean => PICTURE_TYPES.some((one) => one === type)
