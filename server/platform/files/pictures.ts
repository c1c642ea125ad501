import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

const drawn = z.object({
  width: z.number(),
  height: z.number(),
  /** Bytes. */
  size: z.number(),
  thumbnail: z.number(),
})
/** What was drawn: `display`, as large as it is shown, and `thumbnail`, in the folder of its `original`. */
export type Drawn = z.output<typeof drawn>

const reply = z.object({ id: z.number(), drawn: drawn.optional(), problem: z.string().optional() })

/** The worker gives up earlier by itself; a decoder that does not listen is ended with its thread. */
const PATIENCE = 20_000
/** An idle thread is worth its start for so long. */
const IDLE = 30_000
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 }

export interface Draftsman {
  /** `null` when no picture comes of it: then the file has no preview, and that is all. */
  draw(folder: string, type: string): Promise<Drawn | null>
}

/** Draws one picture after the other in a thread of its own, so that no decoder ever holds up a message. */
export function openDraftsman(): Draftsman {
  let worker: Promise<Worker> | null = null
  let last: Promise<unknown> = Promise.resolve()
  let count = 0
  let idle: ReturnType<typeof setTimeout> | undefined

  const dismiss = () => {
    const leaving = worker
    worker = null
    void leaving?.then((one) => one.terminate())
  }
  const draw = async (folder: string, type: string): Promise<Drawn | null> => {
    clearTimeout(idle)
    worker ??= hire()
    const id = ++count
    const answer = await ask(await worker, { id, folder, type })
    if (answer === null) dismiss()
    idle = setTimeout(dismiss, IDLE)
    idle.unref()
    return answer?.drawn ?? null
  }
  return {
    draw(folder, type) {
      const mine = last.then(() => draw(folder, type))
      last = mine.catch(() => {})
      return mine
    },
  }
}

async function hire(): Promise<Worker> {
  // Its native library must have been loaded by the main thread first, or it leaves with the first worker that ends.
  await import('sharp')
  const worker = new Worker(pathOfWorker(), { resourceLimits: MEMORY })
  worker.unref()
  return worker
}

/** From the source and from the build alike. */
const pathOfWorker = (): string =>
  fileURLToPath(
    new URL(import.meta.url.includes('/server/dist/') ? '../platform/files/draw.mjs' : './draw.mjs', import.meta.url),
  )

/** `null` when the thread has ended, or does not answer. */
function ask(worker: Worker, request: { id: number; folder: string; type: string }) {
  return new Promise<z.output<typeof reply> | null>((resolve) => {
    const patience = setTimeout(settle, PATIENCE, null)
    function settle(answer: z.output<typeof reply> | null) {
      clearTimeout(patience)
      worker.off('message', listen).off('error', gone).off('exit', gone)
      worker.unref()
      resolve(answer)
    }
    const gone = () => settle(null)
    const listen = (message: unknown) => {
      const answer = reply.parse(message)
      if (answer.id === request.id) settle(answer)
    }
    worker.on('message', listen).on('error', gone).on('exit', gone)
    // It keeps the process alive while somebody waits for it.
    worker.ref()
    worker.postMessage(request)
  })
}
