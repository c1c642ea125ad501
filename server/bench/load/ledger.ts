import pg from 'pg'

/** 0 is the customer, 1 the agent. */
export type Place = 0 | 1

/** What one conversation's two writers have sent, had acknowledged and heard. */
interface Book {
  ticketId: string
  /** By writer and turn: when it was sent, at which seq it was acknowledged (0: not yet), how often the other side heard it. */
  sent: [Line[], Line[]]
  /** The last seq that each side has heard. */
  heard: [number, number]
}
interface Line {
  seq: number
  heard: number
}

export interface Verdict {
  acknowledged: number
  lost: number
  doubled: number
  undelivered: number
  /** Holes in `seq`, messages of one author against their order, pushes that went back. */
  disorder: number
}

/** Notes everything, and compares it in the end with what the database holds. */
export class Ledger {
  readonly books: Book[]
  refused = 0
  disorder = 0

  constructor(ticketIds: string[]) {
    this.books = ticketIds.map((ticketId) => ({ ticketId, sent: [[], []], heard: [0, 0] }))
  }

  /** Names the next message of a writer. */
  send(chat: number, writer: Place): { clientId: string; turn: number } {
    const turns = this.#book(chat).sent[writer]
    turns.push({ seq: 0, heard: 0 })
    return { clientId: `${chat}-${writer}-${turns.length - 1}`, turn: turns.length - 1 }
  }

  /** Takes an acknowledgement down; answers whether the other side has heard the message already. */
  acknowledge(chat: number, writer: Place, turn: number, text: string): boolean {
    const line = this.#book(chat).sent[writer][turn]
    if (!line || !text.startsWith('[{"ok":true')) {
      if (this.refused++ === 0) console.log(`a refusal: ${text}`)
      return false
    }
    line.seq = Number(/"seq":(\d+)/.exec(text)?.[1])
    return line.heard > 0
  }

  /** Takes down what a reader hears; answers whether it is news of the other side, acknowledged already. */
  hear(chat: number, reader: Place, text: string): boolean {
    const [, seq, own, writer, turn] = /"seq":(\d+),"clientId":"(\d+)-(\d)-(\d+)"/.exec(text) ?? []
    if (seq === undefined) throw new Error(`not read: ${text.slice(0, 200)}`)
    const book = this.#book(chat)
    if (Number(seq) !== book.heard[reader] + 1) this.disorder++
    book.heard[reader] = Number(seq)
    if (Number(own) !== chat || Number(writer) === reader) return false
    const line = book.sent[reader === 0 ? 1 : 0][Number(turn)]
    if (!line) return false
    line.heard++
    return line.heard === 1 && line.seq > 0
  }

  /** Whether everything that was acknowledged has arrived at the other side. */
  get settled(): boolean {
    return this.books.every(({ sent }) => sent.flat().every(({ seq, heard }) => seq > 0 && heard > 0))
  }

  async check(url: string): Promise<Verdict> {
    const client = new pg.Client(url)
    await client.connect()
    const verdict = { acknowledged: 0, lost: 0, doubled: 0, undelivered: 0, disorder: this.disorder }
    for (const [chat, book] of this.books.entries()) {
      const { rows } = await client.query<{ seq: number; client_id: string }>(
        'SELECT seq, client_id FROM ticket_messages WHERE ticket_id = $1 ORDER BY seq',
        [book.ticketId],
      )
      compare(chat, book, rows, verdict)
    }
    await client.end()
    return verdict
  }

  #book(chat: number): Book {
    const book = this.books[chat]
    if (!book) throw new Error(`no chat ${chat}`)
    return book
  }
}

function compare(chat: number, book: Book, rows: { seq: number; client_id: string }[], verdict: Verdict): void {
  const stored = new Map<string, number>()
  const last: [number, number] = [-1, -1]
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1) verdict.disorder++
    if (stored.has(row.client_id)) verdict.doubled++
    stored.set(row.client_id, row.seq)
    const [, writer, turn] = row.client_id.split('-').map(Number)
    const place: Place = writer === 0 ? 0 : 1
    if ((turn ?? 0) <= last[place]) verdict.disorder++
    last[place] = turn ?? 0
  }
  for (const [writer, lines] of book.sent.entries())
    for (const [turn, { seq, heard }] of lines.entries()) {
      if (seq === 0) continue
      verdict.acknowledged++
      if (stored.get(`${chat}-${writer}-${turn}`) !== seq) verdict.lost++
      if (heard === 0) verdict.undelivered++
      if (heard > 1) verdict.doubled++
    }
}
