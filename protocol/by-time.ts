type Entry = { readonly log: string; readonly at: number }

/**
 * Merges entries of several logs, each sorted by seq, into one list sorted by time. A transaction takes its time
 * before its seqs, so a later entry of a log can have an earlier time; the order within a log is kept all the same.
 */
export function byTime<E extends Entry>(entries: readonly E[]): E[] {
  const log = entries[0]?.log
  if (entries.every((entry) => entry.log === log)) return [...entries]
  const latest = new Map<string, number>()
  const keyed = entries.map((entry) => {
    const at = Math.max(entry.at, latest.get(entry.log) ?? 0)
    latest.set(entry.log, at)
    return { entry, at }
  })
  return keyed.sort((a, b) => a.at - b.at).map(({ entry }) => entry)
}
