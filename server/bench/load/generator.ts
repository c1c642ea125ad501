import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { Ledger, type Place, type Verdict } from './ledger.ts'
import { Line, openEcho, openHttpLine } from './lines.ts'
import { type Latency, latencyOf } from './percentiles.ts'
import { answerAsked } from './process.ts'
import type { Chat } from './product.ts'
import { runStorm } from './storm.ts'

/** As long as a shopper's question. */
const TEXT = 'Hello, my teapot arrived with a crack in the spout; may I send it back for another one?'
const WARM_UP = 2_000
const PATIENCE = 20_000

export interface Measured {
  /** A second. */
  rate: number
  /** How many there were, before the time that counts too. */
  all: number
  latency: Latency
}

interface Writer {
  line: Line
  chat: number
  place: Place
  ticketId: string
}

/** Everything that is asked of the servers comes from here. */
export function runGenerator(): void {
  const idle: Line[] = []
  let writers: Writer[] = []
  let ledger = new Ledger([])
  let delivered = () => {}

  answerAsked({
    async openChats({ port, chats }: { port: number; chats: Chat[] }): Promise<void> {
      ledger = new Ledger(chats.map(({ ticketId }) => ticketId))
      writers = []
      for (const [chat, { ticketId, customer, agent }] of chats.entries())
        for (const [place, token] of [[0, customer] as const, [1, agent] as const]) {
          const line = await Line.open(port, { token })
          line.heard = (text) => {
            if (text.startsWith('42["new_message"') && ledger.hear(chat, place, text)) delivered()
          }
          await line.ask('join_ticket', { ticketId })
          writers.push({ line, chat, place, ticketId })
        }
    },
    /** Everybody has written once, as in chats that have been going on for a while. */
    async greet(): Promise<void> {
      const done: Done = { over: false, acknowledge() {}, arrive() {} }
      await Promise.all(writers.map((writer) => new Promise<void>((next) => write(ledger, writer, done, next))))
    },
    async closedLoop({ seconds }: { seconds: number }): Promise<Measured> {
      return measure(seconds, (done) => {
        delivered = done.arrive
        for (const writer of writers) keepWriting(ledger, writer, done)
      })
    },
    async openLoop({ seconds, rate }: { seconds: number; rate: number }): Promise<Measured> {
      return measure(seconds, (done) => {
        delivered = done.arrive
        void writeAt(rate, ledger, writers, done)
      })
    },
    async settle({ url }: { url: string }): Promise<Verdict & { refused: number }> {
      const end = performance.now() + PATIENCE
      while (!ledger.settled && performance.now() < end) await pause(50)
      return { ...(await ledger.check(url)), refused: ledger.refused }
    },
    closeChats() {
      for (const { line } of writers) line.close()
      writers = []
    },
    hono: ({ port, connections, seconds }: Asked) =>
      repeat(seconds, connections, async (place) => {
        const post = await openHttpLine(port)
        const body = JSON.stringify({ ticket: `ticket ${place}`, message: TEXT })
        return (done) => post('/bare', body, done)
      }),
    io: ({ port, connections, seconds }: Asked) =>
      repeat(seconds, connections, async (place) => {
        const line = await Line.open(port, {})
        return (done) => line.emit('send_message', { ticketId: place, message: TEXT }, done)
      }),
    ws: ({ port, connections, seconds }: Asked) =>
      repeat(seconds, connections, async () => {
        const echo = await openEcho(port)
        return (done) => echo(TEXT, done)
      }),
    async openIdle({ port, tokens }: { port: number; tokens: string[] }): Promise<number> {
      for (let place = 0; place < tokens.length; place += 100) {
        const opening = tokens.slice(place, place + 100).map((token) => Line.open(port, { token }))
        idle.push(...(await Promise.all(opening)))
      }
      return idle.length
    },
    closeIdle() {
      for (const line of idle.splice(0)) line.close()
    },
    ...runStorm(),
  })
}

interface Asked {
  port: number
  connections: number
  seconds: number
}

interface Done {
  /** The time is over: nothing more is begun. */
  over: boolean
  acknowledge(took: number): void
  /** A message is acknowledged and has arrived. */
  arrive(): void
}

async function measure(seconds: number, begin: (done: Done) => void): Promise<Measured> {
  let counting = false
  let arrived = 0
  let all = 0
  const took: number[] = []
  const done: Done = {
    over: false,
    acknowledge: (ms) => void (counting && took.push(ms)),
    arrive() {
      all++
      if (counting) arrived++
    },
  }
  begin(done)
  await pause(WARM_UP)
  counting = true
  const start = performance.now()
  await pause(seconds * 1000)
  counting = false
  done.over = true
  return { rate: arrived / ((performance.now() - start) / 1000), all, latency: latencyOf(took) }
}

/** One message after the other, as soon as the last is acknowledged. */
function keepWriting(ledger: Ledger, writer: Writer, done: Done): void {
  if (done.over) return
  write(ledger, writer, done, () => keepWriting(ledger, writer, done))
}

function write(ledger: Ledger, { line, chat, place, ticketId }: Writer, done: Done, next: () => void): void {
  const { clientId, turn } = ledger.send(chat, place)
  const start = performance.now()
  line.emit('send_message', { ticketId, message: TEXT, clientId }, (text) => {
    done.acknowledge(performance.now() - start)
    if (ledger.acknowledge(chat, place, turn, text)) done.arrive()
    next()
  })
}

/** So many a second, whether or not the server keeps up: who waits is not asked whether they would rather have come later. */
async function writeAt(rate: number, ledger: Ledger, writers: Writer[], done: Done): Promise<void> {
  const start = performance.now()
  for (let sent = 0; !done.over; ) {
    const due = ((performance.now() - start) / 1000) * rate
    for (; sent < due; sent++) {
      // A stride that is prime to the number of writers: the two of one chat do not write in the same moment.
      const writer = writers[(sent * 7919) % writers.length]
      if (writer) write(ledger, writer, done, () => {})
    }
    await pause(2)
  }
}

/** So many connections, each with one question at a time. */
async function repeat(
  seconds: number,
  connections: number,
  open: (place: number) => Promise<(done: () => void) => void>,
): Promise<Measured> {
  const asks: ((done: () => void) => void)[] = []
  for (let place = 0; place < connections; place++) asks.push(await open(place))
  return measure(seconds, (done) => {
    for (const ask of asks) {
      const again = () => {
        if (done.over) return
        const start = performance.now()
        ask(() => {
          done.acknowledge(performance.now() - start)
          done.arrive()
          again()
        })
      }
      again()
    }
  })
}
