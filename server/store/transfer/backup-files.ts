const NAME = /^parlance-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.jsonl\.zst(?:\.age)?$/
const PART = /^parlance-[\dT-]+Z\.jsonl\.zst(?:\.age)?\.part$/

/** The name of a backup of a time in ms of the epoch. */
export const backupName = (at: number, end: string): string =>
  `parlance-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}.jsonl.zst${end}`

/** Of the names in a place of backups: those of the complete backups, the oldest first, and of those that were never finished. */
export const backupsAmong = (names: readonly string[]) => ({
  complete: names.filter((name) => NAME.test(name)).sort(),
  unfinished: names.filter((name) => PART.test(name)),
})

/** The time of the latest backup of these names, in ms of the epoch; undefined if there is none. */
export function latestAmong(names: readonly string[]): number | undefined {
  const [, day, hours, minutes, seconds, ms] =
    NAME.exec(backupsAmong(names).complete.at(-1) ?? '') ?? []
  return day === undefined ? undefined : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`)
}
