import { readdir, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import {
  type FileLinks,
  type Message,
  type MessageList,
  newId,
  type Page,
  type Problem,
  type Ticket,
  type TicketRow,
} from '@comptoir/sdk/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { anAgent, aShop, openTestHouse, type TestHouse, type TestShop } from '../testing/house.ts'
import { aShopper, Caller, type Shopper } from '../testing/people.ts'
import { ask } from '../testing/raw.ts'
import { sweep } from './jobs.ts'
import { aPhotograph, aPicture, refused, send, sendInMessage } from './testing/sending.ts'

let house: TestHouse
let now = new Date('2026-11-22T10:00:00Z').getTime()
let pearl: TestShop
let nord: TestShop
let mira: Shopper
let tom: Shopper
let ada: Caller
let dora: Caller
let ticket: Ticket

beforeAll(async () => {
  house = await openTestHouse({ clock: () => new Date(now) })
  ;[pearl, nord] = await Promise.all([aShop(house), aShop(house, 'Atelier Nord')])
  ;[mira, tom] = await Promise.all([aShopper(house, pearl), aShopper(house, pearl)])
  ada = new Caller(house, (await anAgent(house, pearl)).token)
  dora = new Caller(house, pearl.adminToken)
  ticket = await mira.openTicket()
})
afterAll(() => house.close())

const fetchAs = (who: Pick<Caller, 'token'> | null, path: string, init: RequestInit = {}) =>
  fetch(house.url + path, {
    ...init,
    headers: { ...(who && { Authorization: `Bearer ${who.token}` }), ...init.headers },
  })

/** Every file that stands on the disk, by its path. */
async function onDisk(): Promise<string[]> {
  const place = join(house.context.config.dataDir, 'files')
  const names = await readdir(place, { recursive: true }).catch(() => [])
  const kinds = await Promise.all(names.map(async (name) => (await stat(join(place, name))).isFile()))
  return names.filter((_, index) => kinds[index]).sort()
}
const ofFile = async (id: string) => (await onDisk()).filter((path) => path.includes(id))

describe('a file', () => {
  test('is sent, named in a message, and read by both sides', async () => {
    const { file, message } = await sendInMessage(mira, ticket, 'Order 1042', { name: 'order.txt' })
    expect(file).toEqual({
      id: file.id,
      ...{ name: 'order.txt', type: 'application/octet-stream', size: 10, url: `/api/files/${file.id}` },
    })
    const list = await ada.get<MessageList>(`/api/tickets/${ticket.id}/messages`)
    expect(list.body.items.find(({ id }) => id === message.id)?.files).toEqual([file])
    for (const reader of [mira, ada]) expect(await (await fetchAs(reader, file.url)).text()).toBe('Order 1042')
  })

  test('stands for a message without words, and without it there must be words', async () => {
    const { body } = await send(mira, 'x')
    expect(await mira.say(ticket, '', { files: [body.id] })).toMatchObject({ message: '', files: [{ id: body.id }] })
    const silent = await mira.post<Problem>(`/api/tickets/${ticket.id}/messages`, { message: ' ', files: [] })
    expect(silent).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: 'message' }] } })
  })

  test('without words is known in the list by its name', async () => {
    const own = await mira.openTicket()
    const { body } = await send(mira, 'x', { name: 'order.txt' })
    await mira.say(own, '', { files: [body.id] })
    const rows = await ada.get<Page<TicketRow>>('/api/tickets')
    expect(rows.body.items.find(({ id }) => id === own.id)?.lastMessage).toEqual({
      text: 'order.txt',
      author: 'customer',
    })
  })

  test('sent again under its id is kept once and answered again, and another under the same id is refused', async () => {
    const id = newId()
    const first = await send(mira, 'the same', { id })
    const second = await send(mira, 'the same', { id })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(await ofFile(id)).toHaveLength(1)
    for (const again of [
      refused(mira, 'another', { id }),
      refused(mira, 'the same', { id, name: 'other.txt' }),
      refused(tom, 'the same', { id }),
    ])
      expect((await again).body.code).toBe('key_reused')
  })

  test('belongs to one message, and to nobody else’s', async () => {
    const [mine, foreign] = [(await send(mira, 'mine')).body.id, (await send(tom, 'foreign')).body.id]
    await mira.say(ticket, 'Here.', { files: [mine] })
    for (const files of [[mine], [foreign], [newId()]]) {
      const answer = await mira.post<Problem>(`/api/tickets/${ticket.id}/messages`, { message: 'Here.', files })
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'files' }] } })
    }
    const twice = (await send(mira, 'twice')).body.id
    const answer = await mira.post<Problem>(`/api/tickets/${ticket.id}/messages`, {
      message: 'x',
      files: [twice, twice],
    })
    expect(answer.status).toBe(422)
    await tom.delete(`/api/files/${foreign}`)
  })

  test('goes with a message that is sent twice once', async () => {
    const files = [(await send(mira, 'once')).body.id]
    const draft = { clientId: 'mira-file-1', files }
    const [first, second] = [await mira.say(ticket, 'Once.', draft), await mira.say(ticket, 'Once.', draft)]
    expect(second).toEqual(first)
  })

  test('that is in no message yet is its sender’s alone, who may take it back', async () => {
    const { body } = await send(mira, 'private')
    expect((await fetchAs(mira, body.url)).status).toBe(200)
    for (const other of [tom, ada]) expect((await fetchAs(other, body.url)).status).toBe(404)
    expect((await tom.delete(`/api/files/${body.id}`)).status).toBe(404)
    expect((await mira.delete(`/api/files/${body.id}`)).status).toBe(204)
    expect(await ofFile(body.id)).toEqual([])
    const { file } = await sendInMessage(mira, ticket, 'kept')
    expect((await mira.delete(`/api/files/${file.id}`)).status).toBe(404)
    expect((await fetchAs(mira, file.url)).status).toBe(200)
  })
})

describe('a picture', () => {
  test('is drawn anew in its own format, with a small one, and says how large it is', async () => {
    for (const [format, type] of [
      ['png', 'image/png'],
      ['jpeg', 'image/jpeg'],
      ['webp', 'image/webp'],
      ['gif', 'image/gif'],
    ] as const) {
      const { file } = await sendInMessage(mira, ticket, await aPicture().toFormat(format).toBuffer(), { name: 'cup' })
      expect(file).toMatchObject({ type, width: 640, height: 400, thumbnailUrl: `/api/files/${file.id}/thumbnail` })
      const [whole, small] = [await fetchAs(ada, file.url), await fetchAs(ada, file.thumbnailUrl ?? '')]
      expect([whole.headers.get('Content-Type'), small.headers.get('Content-Type')]).toEqual([type, 'image/webp'])
      const bytes = Buffer.from(await whole.arrayBuffer())
      expect(bytes.length).toBe(file.size)
      expect((await sharp(Buffer.from(await small.arrayBuffer())).metadata()).width).toBe(480)
    }
  })

  test('loses what it tells of place and camera, on the disk too', async () => {
    const photograph = await aPhotograph()
    expect(photograph.includes('Camera of Mira')).toBe(true)
    const { file } = await sendInMessage(mira, ticket, photograph, { name: 'cup.jpg' })
    const bytes = Buffer.from(await (await fetchAs(ada, file.url)).arrayBuffer())
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
    expect(bytes.includes('Camera of Mira')).toBe(false)
    expect((await ofFile(file.id)).map((path) => path.split('.').at(-1))).toEqual(['display', 'thumbnail'])
  })

  test('that stands on its side is turned upright', async () => {
    const lying = await aPicture(300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect((await send(mira, lying)).body).toMatchObject({ width: 200, height: 300 })
  })

  test('that moves goes on moving', async () => {
    const frames = await Promise.all(['#f00', '#0f0'].map((color) => aFrame(color, 20)))
    const moving = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100] })
      .toBuffer()
    const { body } = await send(mira, moving, { name: 'wink.gif' })
    expect(body).toMatchObject({ type: 'image/gif', width: 20, height: 20 })
    const bytes = Buffer.from(await (await fetchAs(mira, body.url)).arrayBuffer())
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(2)
  })
})

describe('what a file claims to be (A-49)', () => {
  const SCRIPT = '<script>parent.ran = true</script>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`
  const xhtml = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`
  const CLAIMS: [string, string | Buffer][] = [
    ['page.png', `<!doctype html><html>${SCRIPT}</html>`],
    ['drawing.svg', svg],
    ['drawing.png', svg],
    ['page.xhtml', xhtml],
    ['paper.pdf', '%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj'],
    ['both.gif', 'GIF89a/*\x00\x00\x00\x00*/=1;alert(1)//'],
    ['app.hta', `<hta:application>${SCRIPT}`],
    ['page.html', '<!doctype html>'],
  ]

  test.each(CLAIMS)('%s is given out to be saved, and runs nothing', async (name, bytes) => {
    const { file } = await sendInMessage(await aShopperWithTicket(), await lastTicket(), bytes, { name })
    expect(file.thumbnailUrl).toBeUndefined()
    const { headers } = await fetchAs(ada, file.url)
    expect(headers.get('Content-Type')).toBe('application/octet-stream')
    expect(headers.get('Content-Disposition')).toMatch(/^attachment; /)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('Cache-Control')).toBe('private, no-store')
  })

  test('a form in parts, or any other type than bytes, is not read at all', async () => {
    for (const type of ['multipart/form-data; boundary=x', 'application/json', 'text/html', '']) {
      const { status, body } = await refused(mira, '--x', { headers: { 'Content-Type': type } })
      expect([status, body.code]).toEqual([415, 'unsupported_type'])
    }
  })

  // A ticket each, so that no limit of one stands in the way.
  let own: { who: Shopper; ticket: Ticket }
  const aShopperWithTicket = async () => {
    const who = await aShopper(house, pearl)
    own = { who, ticket: await who.openTicket() }
    return who
  }
  const lastTicket = async () => own.ticket
})

describe('the name of a file (A-50)', () => {
  const NAMES: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\x', 'x'],
    ['/absolute', 'absolute'],
    ['C:\\x', 'x'],
    ['a\0b.png', 'ab.png'],
    ['a%00.png', 'a%00.png'],
    ['\u200B.htaccess', 'htaccess'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['report. . ', 'report'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\r\nSet-Cookie: x=1', 'aSet-Cookie_ x=1'],
    ['"quoted".txt', '_quoted_.txt'],
    ['théière 🫖.jpg', 'théière 🫖.jpg'],
    ['e\u0301te\u0301.txt', 'été.txt'],
    ['name="; filename*=UTF-8\'\'evil"', "name=_; filename_=UTF-8''evil_"],
    ['...', 'file'],
    ['\u200F', 'file'],
  ]

  test.each(NAMES)('%j becomes %j', async (given, expected) => {
    const who = await aShopper(house, pearl)
    const { status, body } = await send(who, 'x', { name: given })
    expect([status, body.name]).toEqual([201, expected])
    const disposition = (await fetchAs(who, body.url)).headers.get('Content-Disposition') ?? ''
    expect(disposition).toMatch(
      /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.!#$&+^`|~%-]*$/,
    )
    expect(decodeURIComponent(disposition.split("filename*=UTF-8''")[1] ?? '')).toBe(expected)
    expect(await ofFile(body.id)).toEqual([`${pearl.shopId}/${body.id.slice(-2)}/${body.id}.original`])
  })

  test('of 5,000 letters keeps 255 of them, and its ending', async () => {
    const { body } = await send(mira, 'x', { name: `${'é'.repeat(1_000)}.tar.gz` })
    expect(body.name).toHaveLength(255)
    expect(body.name.endsWith('.gz')).toBe(true)
    expect((await refused(mira, 'x', { name: '' })).status).toBe(422)
  })
})

describe('fetching a file (A-51)', () => {
  test('is for those who may read its ticket, and nobody else', async () => {
    const { file } = await sendInMessage(mira, ticket, await aPicture().png().toBuffer(), { name: 'cup.png' })
    const eve = new Caller(house, (await anAgent(house, nord, 'Eve')).token)
    const nils = await aShopper(house, nord)
    for (const path of [file.url, `${file.url}/thumbnail`, `${file.url}/links`]) {
      for (const reader of [mira, ada, dora]) expect((await fetchAs(reader, path)).status).toBe(200)
      for (const other of [tom, eve, nils]) expect((await fetchAs(other, path)).status).toBe(404)
      expect((await fetchAs(null, path)).status).toBe(401)
    }
    const next = file.id.slice(0, -1) + (file.id.endsWith('0') ? '1' : '0')
    expect((await fetchAs(mira, `/api/files/${next}`)).status).toBe(404)
  })

  test('in an internal note is for agents alone', async () => {
    const { file } = await sendInMessage(ada, ticket, 'for us', { type: 'internal_note' })
    expect((await fetchAs(dora, file.url)).status).toBe(200)
    for (const path of [file.url, `${file.url}/links`]) expect((await fetchAs(mira, path)).status).toBe(404)
  })

  test('by a link needs no credential, opens one part of one file, and is over within fifteen minutes', async () => {
    const { file } = await sendInMessage(mira, ticket, await aPicture().png().toBuffer(), { name: 'cup.png' })
    const links = (await mira.get<FileLinks>(`${file.url}/links`)).body
    const shown = await fetchAs(null, links.thumbnailUrl ?? '')
    expect(shown.status).toBe(200)
    expect(shown.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect((await fetchAs(null, links.url)).headers.get('Content-Length')).toBe(String(file.size))
    const token = links.url.slice('/files/'.length)
    for (const changed of [token.slice(0, -4), `A${token.slice(1)}`, `${token.slice(0, 40)}${token.slice(41)}`, 'x'])
      if (changed !== token) expect((await fetchAs(null, `/files/${changed}`)).status).toBe(401)
    const before = now
    expect(Date.parse(links.expiresAt) - now).toBeLessThanOrEqual(15 * 60_000)
    now = Date.parse(links.expiresAt)
    expect((await fetchAs(null, links.url)).status).toBe(401)
    now = before
  })

  test('by the link that its sender had before the message goes on working', async () => {
    const { body } = await send(mira, 'soon in a message')
    const { url } = (await mira.get<FileLinks>(`${body.url}/links`)).body
    await mira.say(ticket, 'Here.', { files: [body.id] })
    expect(await (await fetchAs(null, url)).text()).toBe('soon in a message')
  })

  test('goes with the ticket: what is kept is removed, and its links lead nowhere', async () => {
    const own = await mira.openTicket()
    const { file } = await sendInMessage(mira, own, await aPicture().png().toBuffer(), { name: 'cup.png' })
    const { url } = (await mira.get<FileLinks>(`${file.url}/links`)).body
    expect(await ofFile(file.id)).toHaveLength(2)
    expect((await dora.delete(`/api/tickets/${own.id}`)).status).toBe(204)
    expect((await fetchAs(null, url)).status).toBe(404)
    expect((await fetchAs(ada, file.url)).status).toBe(404)
    await vi.waitFor(async () => expect(await ofFile(file.id)).toEqual([]), { timeout: 20_000 })
  })

  test('stays possible when the ticket is closed', async () => {
    const own = await mira.openTicket()
    const { file } = await sendInMessage(mira, own, 'kept')
    await dora.put(`/api/tickets/${own.id}/status`, { status: 'closed' })
    expect((await fetchAs(mira, file.url)).status).toBe(200)
  })

  test('in part gives that part, and several parts at once to nobody', async () => {
    const { file } = await sendInMessage(mira, ticket, '0123456789')
    const part = (range: string, method = 'GET') => fetchAs(ada, file.url, { method, headers: { Range: range } })
    const first = await part('bytes=0-0')
    expect([first.status, await first.text(), first.headers.get('Content-Range')]).toEqual([206, '0', 'bytes 0-0/10'])
    expect(await (await part('bytes=-3')).text()).toBe('789')
    expect(await (await part('bytes=8-')).text()).toBe('89')
    for (const range of [Array(1_000).fill('0-0').join(), '20-30', '5-2', '-', 'x'])
      expect((await part(`bytes=${range}`)).status).toBe(416)
    const head = await part('', 'HEAD')
    expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([200, '10', ''])
    const known = await fetchAs(ada, file.url, { headers: { 'If-None-Match': '*' } })
    expect([known.status, await known.text()]).toEqual([200, '0123456789'])
  })
})

describe('size, count and quota (A-52)', () => {
  let small: TestShop
  let admin: Caller
  let nils: Shopper

  beforeAll(async () => {
    small = await aShop(house, 'Petite Perle')
    admin = new Caller(house, small.adminToken)
    await limit({ maxSize: 100_000, perMessage: 2, perTicketADay: 3, quota: 250_000 })
  })
  const limit = (files: object) => admin.patch('/api/shop', { settings: { files } })
  const url = (id: string) => `/api/files/${id}?name=x`
  const headersOf = (who: Caller) => ({
    Authorization: `Bearer ${who.token}`,
    'Content-Type': 'application/octet-stream',
  })
  const nothingOf = async (id: string) => {
    expect(await ofFile(id)).toEqual([])
    expect(await house.database.query('SELECT FROM files WHERE id = $1', [id])).toEqual([])
  }

  test('one byte too many is refused, whether it is announced or not, and leaves nothing', async () => {
    nils = await aShopper(house, small)
    const [announced, chunked] = [newId(), newId()]
    expect((await refused(nils, 'x'.repeat(100_001), { id: announced })).status).toBe(413)
    const body = Array.from({ length: 11 }, () => Buffer.alloc(10_000))
    const answer = await ask(house, url(chunked), { method: 'PUT', headers: headersOf(nils), body })
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([413, 'too_large'])
    for (const id of [announced, chunked]) await nothingOf(id)
    expect((await send(nils, 'x'.repeat(100_000))).status).toBe(201)
  })

  test('a length that is not true, or an encoding, leaves nothing', async () => {
    const [cut, both, packed] = [newId(), newId(), newId()]
    await sendAndHangUp(nils, cut, 'Content-Length: 5000', 'only this')
    await vi.waitFor(() => nothingOf(cut))
    const twice = await sendAndHangUp(nils, both, 'Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\n')
    expect(twice).toMatch(/^HTTP\/1.1 400/)
    await nothingOf(both)
    expect((await refused(nils, 'x', { id: packed, headers: { 'Content-Encoding': 'gzip' } })).status).toBe(415)
    await nothingOf(packed)
  })

  /** As somebody whose line breaks. Answers what came, if anything did. */
  const sendAndHangUp = (who: Caller, id: string, lengths: string, body: string) =>
    new Promise<string>((resolve) => {
      const { hostname, port, host } = new URL(house.url)
      let answer = ''
      const socket = connect(Number(port), hostname, () => {
        socket.write(`PUT ${url(id)} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${who.token}\r\n`)
        socket.end(`Content-Type: application/octet-stream\r\n${lengths}\r\n\r\n${body}`)
      })
      socket.on('data', (data) => {
        answer += data
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(answer))
    })

  test('what was cut off is sent anew under its id', async () => {
    const id = newId()
    await sendAndHangUp(nils, id, 'Content-Length: 9', 'half')
    const again = await send(nils, 'the whole', { id, name: 'x' })
    expect([again.status, again.body.size]).toEqual([201, 9])
  })

  test('an empty file is none', async () => {
    const id = newId()
    const { status, body } = await refused(nils, '', { id })
    expect([status, body.code]).toEqual([422, 'invalid'])
    await nothingOf(id)
  })

  test('the quota of the shop holds to the byte, for many at once too', async () => {
    const id = newId()
    const used = 100_000 + 9
    await limit({ quota: used + 10_000 })
    expect((await refused(nils, 'x'.repeat(10_001), { id })).body.code).toBe('storage_full')
    await nothingOf(id)
    const others = await Promise.all([1, 2, 3].map(() => aShopper(house, small)))
    const answers = await Promise.all(others.map((who) => send(who, 'x'.repeat(5_000))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 507])
    await limit({ quota: 250_000 })
  })

  test('a message and a ticket take so many files, and no more', async () => {
    const own = await nils.openTicket()
    const files = []
    for (let count = 0; count < 4; count++) files.push((await send(nils, `file ${count}`)).body.id)
    const post = (ids: string[]) =>
      nils.post<Message & Problem>(`/api/tickets/${own.id}/messages`, { message: 'x', files: ids })
    expect((await post(files.slice(0, 3))).status).toBe(422)
    expect((await post(files.slice(0, 2))).status).toBe(201)
    expect((await post(files.slice(2))).body.code).toBe('storage_full')
    expect((await post(files.slice(2, 3))).status).toBe(201)
    await nils.delete(`/api/files/${files[3]}`)
  })

  test('who sends and sends and writes no message has to wait', async () => {
    const eager = await aShopper(house, small)
    const statuses = []
    for (let count = 0; count < 9; count++) statuses.push((await send(eager, 'x')).status)
    expect(statuses).toEqual([...Array(8).fill(201), 429])
  })

  test('who begins many at once and ends none is held to a few, and what they hold is let go with their lines', async () => {
    const idle = await aShopper(house, small)
    const { hostname, port, host } = new URL(house.url)
    const answers: string[] = []
    const sockets = Array.from({ length: 30 }, () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      socket.on('data', (data) => answers.push(String(data).slice(0, 12)))
      socket.write(`PUT ${url(newId())} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${idle.token}\r\n`)
      socket.write('Content-Type: application/octet-stream\r\nContent-Length: 90\r\n\r\nx')
      return socket
    })
    await vi.waitFor(() => expect(answers).toEqual(Array(24).fill('HTTP/1.1 429')))
    for (const socket of sockets) socket.destroy()
    const owner = `customer:${idle.session.customerId}`
    const left = () => house.database.query('SELECT FROM files WHERE owner = $1', [owner])
    await vi.waitFor(async () => expect(await left()).toEqual([]))
    expect((await onDisk()).filter((path) => path.startsWith('arriving'))).toEqual([])
  })

  test('what never arrived, and what no message has taken, is removed by the clock', async () => {
    const forgetful = await aShopper(house, small)
    const { body } = await send(forgetful, 'forgotten')
    const cut = newId()
    await house.database.query(
      `INSERT INTO files (shop_id, id, owner, try, name, type, sent, size, kept, created_at)
      VALUES ($1, $2, 'customer:x', $2, 'x', 'x', 0, 0, 9, $3)`,
      [small.shopId, cut, new Date(now - 61 * 60_000)],
    )
    await sweep(house.context)
    await nothingOf(cut)
    expect(await ofFile(body.id)).toHaveLength(1)
    const before = now
    now += 24 * 60 * 60_000 + 1_000
    await sweep(house.context)
    now = before
    await nothingOf(body.id)
  })
})

describe('a bomb (A-54)', () => {
  const BOMBS: [string, () => Promise<Buffer> | Buffer][] = [
    ['of 50,000 × 50,000 pixels', () => hugePng(50_000)],
    ['cut in the middle', async () => (await aPicture().jpeg().toBuffer()).subarray(0, 900)],
    [
      'that is a picture by its first bytes alone',
      () => Buffer.from('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR nothing', 'latin1'),
    ],
    ['of entities', () => Buffer.from('<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>')],
    [
      'in an archive',
      () => Buffer.concat([Buffer.from('PK\x03\x04\x14\x00\x00\x00\x08\x00', 'latin1'), Buffer.alloc(60_000)]),
    ],
    [
      'from a phone, in a format that is not shown',
      () => Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic', 'latin1'),
    ],
  ]

  test.each(BOMBS)('%s has no preview, and is kept as it is', async (_, make) => {
    const who = await aShopper(house, pearl)
    const bytes = await make()
    const { status, body } = await send(who, bytes, { name: 'cup.png' })
    expect([status, body.width, body.size]).toEqual([201, undefined, bytes.length])
    const { headers } = await fetchAs(who, body.url)
    expect(headers.get('Content-Disposition')).toMatch(/^attachment/)
  })

  test('of a thousand frames is shown as its first', async () => {
    const frames = await Promise.all(Array.from({ length: 300 }, (_, index) => aFrame(index % 2 ? '#f00' : '#0f0', 8)))
    const { body } = await send(
      mira,
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    )
    expect(body).toMatchObject({ width: 8, height: 8 })
    const bytes = Buffer.from(await (await fetchAs(mira, body.url)).arrayBuffer())
    expect((await sharp(bytes, { animated: true }).metadata()).pages ?? 1).toBe(1)
  })

  test('with 5 MB of what cameras write loses it', async () => {
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0xff, 0xff]), Buffer.alloc(65_533, 'x')])
    const jpeg = await aPicture().jpeg().toBuffer()
    const heavy = Buffer.concat([jpeg.subarray(0, 2), ...Array(80).fill(segment), jpeg.subarray(2)])
    const { body } = await send(mira, heavy, { name: 'cup.jpg' })
    expect(body).toMatchObject({ width: 640, height: 400 })
    expect(body.size).toBeLessThan(100_000)
  })

  test('holds up nobody’s message', async () => {
    const who = await aShopper(house, pearl)
    const own = await who.openTicket()
    const slow = send(who, await aPicture(6_000, 6_000).png().toBuffer())
    const said: string[] = []
    void slow.then(() => said.push('picture'))
    await who.say(own, 'Meanwhile.')
    said.push('message')
    await slow
    expect(said).toEqual(['message', 'picture'])
  })
})

const aFrame = (background: string, side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toBuffer()

/** A picture whose header claims more than its bytes can hold. */
async function hugePng(side: number): Promise<Buffer> {
  const png = await aPicture(1, 1).png().toBuffer()
  const header = Buffer.from(png.subarray(12, 29))
  header.writeUInt32BE(side, 4)
  header.writeUInt32BE(side, 8)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(header) >>> 0)
  return Buffer.concat([png.subarray(0, 12), header, check, png.subarray(33)])
}
