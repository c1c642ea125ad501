/** A time takes five bytes, as the database packs it. */
const WIDTH = 5
const HIGH = 2 ** 32

/** The times that came in without those that went out again, both in base64; in milliseconds and in no order. */
export function timesOf(comeIn: string | null, gone: string | null): Float64Array {
  const times = unpacked(comeIn)
  return gone === null ? times : without(times, unpacked(gone))
}

function unpacked(text: string | null): Float64Array {
  const packed = Buffer.from(text ?? '', 'base64')
  const times = new Float64Array(packed.length / WIDTH)
  for (let place = 0; place < times.length; place++) {
    const start = place * WIDTH
    times[place] = (packed[start] ?? 0) * HIGH + packed.readUInt32BE(start + 1)
  }
  return times
}

function without(times: Float64Array, gone: Float64Array): Float64Array {
  const left = new Map<number, number>()
  for (const time of gone) left.set(time, (left.get(time) ?? 0) + 1)
  return times.filter((time) => {
    const out = left.get(time)
    if (!out) return true
    left.set(time, out - 1)
    return false
  })
}
