import { SQLiteError } from 'bun:sqlite'
import { NewerSchema } from '../migrations/migrate.ts'
import { StatementError, TooOld, Unavailable } from './database.ts'

/** The values of a message. The URL is not one of them, because it contains a password. */
type Context = {
  readonly host: string
  readonly name: string
  readonly user: string
  /** The message of the server, or of its driver. */
  readonly error: string
}
type Reason = (context: Context) => string

const noServer: Reason = ({ host }) =>
  `no database server answers at ${host}: is the database running there?`
const noConnections: Reason = ({ host }) =>
  `${host} has no free connection: raise its limit (a node uses up to 21), or stop another client`
const noTls: Reason = ({ host }) =>
  `${host} does not support TLS: turn it on there, or remove it from the URL`
const tlsNeeded: Reason = ({ host }) =>
  `${host} accepts only connections with TLS: add ?sslmode=require (PostgreSQL) or ?ssl={} (MariaDB, MySQL)`
const badCertificate: Reason = ({ host, error }) =>
  `the certificate of ${host} is not trusted (${error}): name its authority in NODE_EXTRA_CA_CERTS`
const otherHost: Reason = ({ host, error }) =>
  `the certificate of ${host} is of another host (${error}): use a name of the certificate in the URL`
const badPassword: Reason = ({ host, user }) =>
  `${host} rejects the user ${user}: check user and password, and whether the server requires TLS`
const noDatabase: Reason = ({ host, name, user }) =>
  `${host} has no database ${name} for the user ${user}: create it first`
const noRights: Reason = ({ user, name, error }) =>
  `the user ${user} may not create tables in ${name} (${error}): make it the owner, or grant it all privileges there`
const isReadOnly: Reason = ({ host }) =>
  `${host} accepts no writes: use the URL of the primary, not of a replica`
const isFull: Reason = ({ host }) => `the disk of ${host} is full: free some space there`
const hasEnded: Reason = ({ host, error }) =>
  `${host} ended the connection (${error}): read its log, then start again`
const isStarting: Reason = ({ host, error }) =>
  `${host} is not ready (${error}): start again in a moment`
const pgbouncer: Reason = ({ error }) =>
  `PgBouncer refuses the connection (${error}): use session mode, with ignore_startup_parameters = statement_timeout,lock_timeout,idle_in_transaction_session_timeout,options,extra_float_digits`
const poolMode: Reason = ({ error }) =>
  `a pooler gives each transaction another session (${error}): set pool_mode = session in PgBouncer`

/** Reasons by message. They are checked before those by code, because some codes have several meanings. */
const BY_MESSAGE: readonly (readonly [RegExp, Reason])[] = [
  [/unsupported startup parameter/i, pgbouncer],
  [/prepared statement "[^"]*" (?:already exists|does not exist)/i, poolMode],
  [/no encryption|SSL off|SSL required|insecure transport|secure transport/i, tlsNeeded],
  [/does not support (?:SSL|secure)/i, noTls],
  [/altnames/i, otherHost],
  [/self[- ]signed certificate|certificate (?:has|is)|unable to .*certificate/i, badCertificate],
  [/too many (?:clients|connections)|connection slots/i, noConnections],
  [/timeout|timed out/i, noServer],
  [/SSL profile/i, ({ error }) => `the ssl parameter of the URL cannot be used: ${error}`],
  [
    /connection (?:terminated|lost|has been discarded)|closed (?:the connection|state)|not queryable/i,
    hasEnded,
  ],
]

const BY_CODE = new Map<string, Reason>([
  ...each(['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'], noServer),
  ...each(
    ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'],
    ({ host }) => `the host ${host} does not exist: check its name, and the DNS of this machine`,
  ),
  ...each(['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', '57P01', '57P02'], hasEnded),
  ...each(['ER_SERVER_SHUTDOWN', 'ER_CONNECTION_KILLED', 'ER_NEW_ABORTING_CONNECTION'], hasEnded),
  ...each(['57P03'], isStarting),
  ...each(['53300', 'ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS'], noConnections),
  ...each(['ER_USER_LIMIT_REACHED'], noConnections),
  ...each(['28P01', '28000', 'ER_ACCESS_DENIED_ERROR'], badPassword),
  ...each(['3D000', 'ER_BAD_DB_ERROR', 'ER_DBACCESS_DENIED_ERROR'], noDatabase),
  ...each(['42501', 'ER_TABLEACCESS_DENIED_ERROR', 'ER_SPECIFIC_ACCESS_DENIED_ERROR'], noRights),
  ...each(['ER_COLUMNACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR'], noRights),
  ...each(['25006', 'ER_OPTION_PREVENTS_STATEMENT', 'ER_READ_ONLY_MODE'], isReadOnly),
  ...each(['53100', 'ER_DISK_FULL', 'ER_RECORD_FILE_FULL'], isFull),
  ...each(['HANDSHAKE_NO_SSL_SUPPORT'], noTls),
  ...each(['ER_SECURE_TRANSPORT_REQUIRED'], tlsNeeded),
  ...each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'], badCertificate),
  ...each(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED'], badCertificate),
  ...each(['ERR_TLS_CERT_ALTNAME_INVALID'], otherHost),
])

const SQLITE: readonly (readonly [RegExp, string])[] = [
  [/NOTADB/, 'is not a SQLite database: put back a backup, or set another folder'],
  [/CORRUPT/, 'is damaged: put back a backup, or recover the data with `.recover` of sqlite3'],
  [
    /CANTOPEN/,
    'cannot be opened: check who owns the folder and its files, the permissions, and whether its disk is read-only',
  ],
  [/READONLY|PERM/, 'may not be written: check who owns it, its permissions, and its disk'],
  [/FULL/, 'cannot be written: the disk is full. Free some space'],
  [/BUSY|LOCKED/, 'is in use by another program: stop that program'],
  [/IOERR/, 'cannot be read or written: the disk reports an error, or is full'],
]

/**
 * Why the database cannot be used, and what to do, in one line that begins with the setting. Undefined if the
 * error is not of a database.
 */
export function databaseReason(
  error: unknown,
  databaseUrl: string,
  file: string,
): string | undefined {
  const cause = causeOf(error)
  const setting = databaseUrl === '' ? 'PARLANCE_DATA' : 'PARLANCE_DATABASE_URL'
  if (cause instanceof NewerSchema) return `${setting}: ${cause.message}: install that version`
  if (cause instanceof TooOld) return `${setting}: ${cause.message}`
  if (!(cause instanceof Error)) return undefined
  if (databaseUrl !== '') return ofServer(cause, new URL(databaseUrl), setting)
  if (!(cause instanceof SQLiteError)) return undefined
  const [, reason] = SQLITE.find(([code]) => code.test(cause.code ?? '')) ?? []
  return `${setting}: ${file} ${reason ?? `cannot be used: ${cause.message}`}`
}

function ofServer(cause: Error, url: URL, setting: string): string | undefined {
  const code = codeOf(cause)
  if ('path' in cause && 'syscall' in cause && cause.syscall === 'open')
    return `${setting}: the file ${cause.path} of the URL cannot be read: check the path and its permissions`
  const error = (cause.message.split('\n')[0] || code).slice(0, 300)
  const context = { host: url.host, name: url.pathname.slice(1), user: url.username, error }
  const [, reason = BY_CODE.get(code)] = BY_MESSAGE.find(([message]) => message.test(error)) ?? []
  if (reason !== undefined) return `${setting}: ${reason(context)}`
  // Any other error of a server, or of its driver, is printed as it is.
  return code === '' ? undefined : `${setting}: ${url.host} reports: ${error}`
}

/** The database's own error, which the store's error wraps. */
function causeOf(error: unknown): unknown {
  const isOurs = error instanceof Unavailable || error instanceof StatementError
  return isOurs && error.cause !== undefined ? causeOf(error.cause) : error
}

/** `localhost` can have several addresses. Then there is one error for each of them. */
function codeOf(error: Error): string {
  if ('code' in error && error.code) return String(error.code)
  return error instanceof AggregateError && error.errors[0] instanceof Error
    ? codeOf(error.errors[0])
    : ''
}

function each(codes: readonly string[], reason: Reason): [string, Reason][] {
  return codes.map((code) => [code, reason])
}
