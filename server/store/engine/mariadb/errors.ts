import { Conflict, StatementError, Unavailable } from '../database.ts'

/** Deadlock, lock wait timeout, duplicate key. */
const CONFLICTS = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_DUP_ENTRY'])
/**
 * Disk full, out of memory, too many connections; shut down, killed, interrupted, timed out; a server that accepts
 * no writes now.
 */
const UNAVAILABLE = new Set([
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_ERROR_ON_WRITE',
  'ER_ERROR_ON_READ',
  'ER_GET_ERRNO',
  'ER_OUTOFMEMORY',
  'ER_OUT_OF_RESOURCES',
  'ER_OUT_OF_SORTMEMORY',
  'ER_LOCK_TABLE_FULL',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_FORCING_CLOSE',
  'ER_ABORTING_CONNECTION',
  'ER_NEW_ABORTING_CONNECTION',
  'ER_QUERY_INTERRUPTED',
  'ER_QUERY_TIMEOUT',
  'ER_STATEMENT_TIMEOUT',
  'ER_CONNECTION_KILLED',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_READ_ONLY_MODE',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
])
/** Codes for which mysql2 has no names: MariaDB's `max_statement_time` and `KILL`. */
const UNAVAILABLE_NUMBERS = new Set([1927, 1969])

/** Maps an error of mysql2, or of the server, to one of the store. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Unavailable) return error
  const code = codeOf(error)
  if (CONFLICTS.has(code)) return new Conflict(code, { cause: error })
  if (UNAVAILABLE.has(code) || ('errno' in error && UNAVAILABLE_NUMBERS.has(Number(error.errno))))
    return new Unavailable(error)
  if (code.startsWith('ER_') || 'sqlState' in error) return new StatementError(error)
  // Errors of the protocol and of the network.
  return /^(?:PROTOCOL_|E[A-Z]+$)/.test(code) || 'fatal' in error ? new Unavailable(error) : error
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
