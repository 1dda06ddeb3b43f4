import { join, resolve } from 'node:path'
import type { Config } from './config.ts'
import { everyMsOf, JOB_KINDS, type JobKind, type RecurringKind } from './domain/job-kinds.ts'
import type { BackupServices } from './domain/ports.ts'
import { latestBackup } from './store/transfer/backup-files.ts'

const HOUR_MS = 60 * 60 * 1000

/**
 * Backups are written by a process of their own, `parlance backup`: they take seconds of CPU time, which the server
 * needs for its clients. Undefined if no folder is set.
 */
export function backupServices(config: Config): BackupServices | undefined {
  const { backupFolder, backupKeep, backupEncryptTo, data, databaseUrl } = config
  if (backupFolder === '') return undefined
  const encrypt = backupEncryptTo === undefined ? [] : ['--encrypt-to', backupEncryptTo]
  const args = ['backup', resolve(backupFolder), '--keep', `${backupKeep}`, ...encrypt]
  const source = Bun.isStandaloneExecutable ? [] : [join(import.meta.dir, '../bin/parlance.ts')]
  const place = { PARLANCE_DATA: resolve(data), PARLANCE_DATABASE_URL: databaseUrl }
  return {
    async write(signal) {
      const child = Bun.spawn([process.execPath, ...source, ...args], {
        // The rest is for the drivers, such as certificates.
        env: { ...process.env, ...place },
        stdin: 'ignore',
        stdout: 'ignore',
        stderr: 'pipe',
        signal,
      })
      const says = await new Response(child.stderr).text()
      if ((await child.exited) === 0) return
      throw new Error(
        says.trim().split('\n').at(-1) || 'the process that writes the backup was ended',
      )
    },
  }
}

/** The kinds of jobs that this node runs. */
export const kindsOf = ({ backupFolder }: Config): readonly JobKind[] =>
  JOB_KINDS.filter((kind) => kind !== 'backups.write' || backupFolder !== '')

/** How long a recurring job waits, in ms. */
export const everyMs =
  ({ backupHours }: Config) =>
  (kind: RecurringKind): number =>
    kind === 'backups.write' ? backupHours * HOUR_MS : everyMsOf(kind)

/** What is known about the backups of this node; undefined if it writes none. `last`: in ms of the epoch. */
export async function backupState({ backupFolder, backupHours }: Config) {
  if (backupFolder === '') return undefined
  return { last: await latestBackup(backupFolder), everySeconds: backupHours * 3600 }
}
