import { stat } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'

/** The worker that draws pictures anew: what comes out holds pixels, and nothing else that stood in the file. */
const MOST_PIXELS = 50_000_000
const MOST_PAGES = 200
const LONGEST_SIDE = 4_096
const THUMBNAIL = 480
const SECONDS = 10

const FORMATS = { 'image/png': 'png', 'image/jpeg': 'jpeg', 'image/webp': 'webp', 'image/gif': 'gif' }

sharp.cache(false)
sharp.concurrency(1)

parentPort?.on('message', async ({ id, folder, type }) => {
  try {
    parentPort?.postMessage({ id, drawn: await draw(folder, type) })
  } catch (error) {
    parentPort?.postMessage({ id, problem: error instanceof Error ? error.message : String(error) })
  }
})

async function draw(folder, type) {
  const from = `${folder}/original`
  // Of the header alone: the size is known before a pixel is decoded.
  const { width, height, pageHeight = height, pages = 1 } = await sharp(from, { limitInputPixels: false }).metadata()
  if (width * pageHeight > MOST_PIXELS) throw new Error(`${width} × ${pageHeight} pixels are too many`)
  const moves = pages > 1 && pages <= MOST_PAGES && width * pageHeight * pages <= MOST_PIXELS
  const open = (animated) =>
    sharp(from, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated }).timeout({ seconds: SECONDS }).autoOrient()
  const fit = (side) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true })

  const display = await open(moves).resize(fit(LONGEST_SIDE)).toFormat(FORMATS[type]).toFile(`${folder}/display`)
  await open(false).resize(fit(THUMBNAIL)).webp({ quality: 78 }).toFile(`${folder}/thumbnail`)
  const { size: thumbnail } = await stat(`${folder}/thumbnail`)
  return { width: display.width, height: display.pageHeight ?? display.height, size: display.size, thumbnail }
}
