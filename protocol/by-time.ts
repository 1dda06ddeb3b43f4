type Entry = { readonly log: string; readonly at: number }

/**
 * Entries of several logs, each log in its own order, put into one order of time. A transaction takes
 * its time before it takes a seq, so within a log a later entry may bear an earlier time: none goes
 * before an entry of its own log.
 */
export function byTime<E extends Entry>(entries: readonly E[]): E[] {
  const latest = new Map<string, number>()
  const keyed = entries.map((entry) => {
    const at = Math.max(entry.at, latest.get(entry.log) ?? 0)
    latest.set(entry.log, at)
    return { entry, at }
  })
  return keyed.sort((a, b) => a.at - b.at).map(({ entry }) => entry)
}
