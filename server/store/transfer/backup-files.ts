import { existsSync, readdirSync } from 'node:fs'

const NAME = /^parlance-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.jsonl\.zst(?:\.age)?$/
const PART = /^parlance-[\dT-]+Z\.jsonl\.zst(?:\.age)?\.part$/

/** The name of a backup of a time in ms of the epoch. */
export const backupName = (at: number, end: string): string =>
  `parlance-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}.jsonl.zst${end}`

/** The names of the complete backups in a folder, the oldest first, and of those that were never finished. */
export function backupsIn(folder: string): { complete: string[]; unfinished: string[] } {
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return {
    complete: names.filter((name) => NAME.test(name)),
    unfinished: names.filter((name) => PART.test(name)),
  }
}

/** The time of the latest backup in a folder, in ms of the epoch; undefined if there is none, or the folder cannot be read. */
export function latestBackup(folder: string): number | undefined {
  const [, day, hours, minutes, seconds, ms] = NAME.exec(latestName(folder) ?? '') ?? []
  return day === undefined ? undefined : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`)
}

function latestName(folder: string): string | undefined {
  try {
    return backupsIn(folder).complete.at(-1)
  } catch {
    return undefined // The job that writes there fails, and says why.
  }
}
