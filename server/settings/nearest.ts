/** The name that was probably meant by an unknown one, if any is similar enough. */
export function nearest(unknown: string, names: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(unknown.length / 3))
  const [best] = names
    .map((name) => ({ name, distance: distance(unknown, name) }))
    .filter((near) => near.distance <= most)
    .toSorted((a, b) => a.distance - b.distance)
  return best?.name
}

/** How many letters must be inserted, deleted, changed, or swapped with the next one. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? (before[j - 2] ?? Infinity) + 1 : Infinity
      row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
