/** The median: the middle value, or half-way between the two in the middle; `null` of nothing. The order of the values changes. */
export function middleOf(values: Float64Array): number | null {
  if (values.length === 0) return null
  const upper = Math.floor(values.length / 2)
  const high = select(values, upper)
  if (values.length % 2 === 1) return high
  // What is left of the place is no greater: the other middle is the greatest of it.
  let low = Number.NEGATIVE_INFINITY
  for (let place = 0; place < upper; place++) low = Math.max(low, values[place] ?? low)
  return (low + high) / 2
}

/** The value that would stand at this place if all were sorted, by Hoare's selection: a million take milliseconds. */
function select(values: Float64Array, place: number): number {
  let [left, right] = [0, values.length - 1]
  while (left < right) {
    const [end, begin] = part(values, left, right)
    if (place <= end) right = end
    else if (place >= begin) left = begin
    else break
  }
  return values[place] ?? Number.NaN
}

/** What is no greater than a pivot to the left, what is no less to the right. */
function part(values: Float64Array, left: number, right: number): [end: number, begin: number] {
  const pivot = values[left + ((right - left) >> 1)] ?? 0
  let [low, high] = [left, right]
  while (low <= high) {
    while ((values[low] ?? pivot) < pivot) low++
    while ((values[high] ?? pivot) > pivot) high--
    if (low > high) break
    const kept = values[low] ?? 0
    values[low++] = values[high] ?? 0
    values[high--] = kept
  }
  return [high, low]
}
