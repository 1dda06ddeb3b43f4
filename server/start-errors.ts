import { lookup } from 'node:dns/promises'
import { type Config, ConfigError } from './config.ts'
import { CannotConnect } from './hub/redis-reasons.ts'
import { codeOf, sentence } from './settings/config-error.ts'
import { CannotOpen, sqliteFile } from './store/engine/open.ts'
import { databaseReason } from './store/engine/reasons.ts'
import { CannotStart } from './store/migrations/start-up.ts'

/** Why the server does not start, in one line: which setting, what is wrong, what to do. */
export function startError(error: unknown, config: Config | undefined): string {
  if (error instanceof ConfigError || error instanceof CannotStart) return error.message
  if (error instanceof CannotConnect) return `PARLANCE_REDIS_URL: ${error.message}`
  if (error instanceof CannotOpen) return `PARLANCE_DATABASE_URL: ${error.message}`
  const known =
    config && (databaseReason(error, config.databaseUrl, sqliteFile(config.data)) ?? ofFile(error))
  if (known !== undefined) return known
  const stack = error instanceof Error && config?.logLevel === 'debug' ? `\n${error.stack}` : ''
  const more = stack === '' ? ' (PARLANCE_LOG_LEVEL=debug shows where)' : stack
  return `Parlance cannot start: ${sentence(error)}${more}`
}

/** Runs what opens a port, whose errors then name the settings of that port. */
export async function listening<T>(
  setting: 'PARLANCE_HOST' | 'PARLANCE_MANAGEMENT_HOST',
  { address, port }: { readonly address: string; readonly port: number },
  open: () => T,
): Promise<T> {
  // Bun says of a name that it cannot resolve whatever the system said last.
  await lookup(address).catch(() => {
    throw new ConfigError(
      `${setting}: there is no host ${address}: give an IP address of this machine, or 0.0.0.0 for all`,
    )
  })
  try {
    return open()
  } catch (error) {
    const portSetting = setting.replace('HOST', 'PORT')
    switch (codeOf(error)) {
      case 'EADDRINUSE':
        throw new ConfigError(
          `${portSetting}: port ${port} is in use. Stop what uses it, or set another one.`,
        )
      case 'EACCES':
        throw new ConfigError(`${portSetting}: port ${port} is for root alone: take one above 1023`)
      case 'EADDRNOTAVAIL':
        throw new ConfigError(
          `${setting}: ${address} is no address of this machine: give one that is, or 0.0.0.0 for all`,
        )
      default:
        throw error
    }
  }
}

/** The files that a start reads and writes lie in the data folder. */
function ofFile(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('path' in error)) return undefined
  const words = FILES[codeOf(error)]
  return words && `PARLANCE_DATA: ${error.path} ${words}`
}

const FILES: Readonly<Record<string, string>> = {
  EACCES: 'may not be read or written: check who owns it, and its permissions',
  EPERM: 'may not be read or written: check who owns it, and its permissions',
  EEXIST: 'is a file: give a folder',
  ENOTDIR: 'is below a file: give a folder',
  ENOENT: 'cannot be made: give a folder',
  EROFS: 'is on a disk that is mounted read-only: give another folder',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the quota is used up',
  EMFILE: 'cannot be opened: too many files are open (ulimit -n)',
}
