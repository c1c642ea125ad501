/** What the nodes are known for, by their ids. */
export type Cluster = ReadonlyMap<string, Sign>
interface Sign {
  /** When it last said that pushes may have been lost, in ms; 0 for never. */
  doubtedAt: number
  isAlive: boolean
}

/** Whether between two looks pushes may have been lost. A node that has left in order has told everything. */
export function mayHaveMissed(before: Cluster, now: Cluster): boolean {
  if (before.size < 2 && now.size < 2) return false
  return [...now].some(([id, sign]) => {
    const earlier = before.get(id)
    return sign.doubtedAt > (earlier?.doubtedAt ?? 0) || (earlier?.isAlive && !sign.isAlive)
  })
}
