import { accessSync, constants, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { isS3 } from '../../settings/s3-address.ts'
import { backupState } from '../../start-backups.ts'
import { type Finding, fault, ok, reasonOf, unchecked } from './finding.ts'

const HOUR_MS = 60 * 60 * 1000
/** A backup is late if two are missing. */
const MISSING = 2

/** The backups that the settings let the server write. */
export async function checkBackups(config: Config): Promise<Finding> {
  const state = await backupState(config).catch(reasonOf)
  if (typeof state === 'string') return fault('backups', `PARLANCE_BACKUP_FOLDER: ${state}`)
  if (state === undefined)
    return unchecked(
      'backups',
      'PARLANCE_BACKUP_FOLDER is not set, so this server writes none by itself (docs/backups.md)',
    )
  const isBucket = isS3(config.backupFolder)
  const folder = isBucket ? config.backupFolder : resolve(config.backupFolder)
  if (!isBucket && existsSync(folder)) {
    try {
      accessSync(folder, constants.W_OK)
    } catch {
      return fault(
        'backups',
        `PARLANCE_BACKUP_FOLDER: ${folder} may not be written: give it to the user of the server (chown)`,
      )
    }
  }
  if (state.last === undefined)
    return fault(
      'backups',
      `there is none in ${folder}: run \`parlance job run backups.write\`; \`parlance job report\` has the latest error`,
    )
  const hours = Math.round((performance.timeOrigin + performance.now() - state.last) / HOUR_MS)
  return hours > config.backupHours * MISSING
    ? fault(
        'backups',
        `the latest is ${hours} hours old, and one is due every ${config.backupHours}: \`parlance job report\` says why`,
      )
    : ok('backups', `the latest is ${hours} hours old`)
}
