import { lookup } from 'node:dns/promises'
import { type Config, ConfigError } from './config.ts'
import { CannotConnect } from './hub/redis-reasons.ts'
import { codeOf, sentence } from './settings/config-error.ts'
import { CannotOpen, sqliteFile } from './store/engine/open.ts'
import { databaseReason } from './store/engine/reasons.ts'
import { CannotStart } from './store/migrations/start-up.ts'

/** Why the server does not start, in one line: the setting, the problem and the solution. */
export function startError(error: unknown, config: Config | undefined): string {
  if (error instanceof CannotStart) return error.message
  if (error instanceof CannotConnect) return `PARLANCE_REDIS_URL: ${error.message}`
  if (error instanceof CannotOpen) return `PARLANCE_DATABASE_URL: ${error.message}`
  const reason =
    config &&
    (databaseReason(error, config.databaseUrl, sqliteFile(config.data)) ?? fileReason(error))
  if (reason !== undefined) return reason
  const stack = error instanceof Error && config?.logLevel === 'debug' ? `\n${error.stack}` : ''
  const more = stack === '' ? ' (PARLANCE_LOG_LEVEL=debug shows where)' : stack
  return `Parlance cannot start: ${sentence(error)}${more}`
}

/** Opens a port. Errors name the settings of that port. */
export async function listening<T>(
  setting: 'PARLANCE_HOST' | 'PARLANCE_MANAGEMENT_HOST',
  { address, port }: { readonly address: string; readonly port: number },
  open: () => T,
): Promise<T> {
  // For a name that it cannot resolve, Bun throws an unrelated earlier error of the system.
  await lookup(address).catch(() => {
    throw new ConfigError(
      `${setting}: there is no host ${address}: set an IP address of this machine, or 0.0.0.0 for all`,
    )
  })
  try {
    return open()
  } catch (error) {
    const portSetting = setting.replace('HOST', 'PORT')
    switch (codeOf(error)) {
      case 'EADDRINUSE':
        throw new ConfigError(
          `${portSetting}: port ${port} is in use: stop the process that uses it, or set another port`,
        )
      case 'EACCES':
        throw new ConfigError(
          `${portSetting}: port ${port} is for root only: set a port above 1023`,
        )
      case 'EADDRNOTAVAIL':
        throw new ConfigError(
          `${setting}: ${address} is not an address of this machine: set one that is, or 0.0.0.0 for all`,
        )
      default:
        throw error
    }
  }
}

/** A file error is about the data folder: a start reads and writes no other files. */
function fileReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('path' in error)) return undefined
  const reason = FILE_REASONS[codeOf(error)]
  return reason && `PARLANCE_DATA: ${error.path} ${reason}`
}

const FILE_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read or written: check its owner and its permissions',
  EPERM: 'may not be read or written: check its owner and its permissions',
  EEXIST: 'is a file: set a folder',
  ENOTDIR: 'is below a file: set a folder',
  ENOENT: 'cannot be created: set another folder',
  EROFS: 'is on a disk that is mounted read-only: set another folder',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the quota is used up',
  EMFILE: 'cannot be opened: too many files are open, so raise ulimit -n',
}

export const NO_URL =
  'PARLANCE_URL: it is not set, so only requests for an IP address or localhost are accepted: set it if the server has a name'

export const NOT_ALONE =
  'PARLANCE_REDIS_URL: another Parlance server uses this database: set the same redis://… for all of them'
