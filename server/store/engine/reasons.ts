import { SQLiteError } from 'bun:sqlite'
import { NewerSchema } from '../migrations/migrate.ts'
import { StatementError, TooOld, Unavailable } from './database.ts'

/** What the words are about. Never the URL itself: it holds a password. */
type At = { readonly host: string; readonly name: string; readonly user: string; says: string }
type Words = (at: At) => string

const nobody: Words = ({ host }) => `nobody answers at ${host}: is the database running there?`
const noConnections: Words = ({ host }) =>
  `${host} has no connection left: raise its limit (a node takes up to 21), or stop something else`
const noTls: Words = ({ host }) =>
  `${host} does not speak TLS: turn it on there, or leave it out of the URL`
const tlsNeeded: Words = ({ host }) =>
  `${host} takes only connections with TLS: add ?sslmode=require (PostgreSQL) or ?ssl={} (MariaDB, MySQL)`
const badCertificate: Words = ({ host, says }) =>
  `the certificate of ${host} is not trusted (${says}): name its authority in NODE_EXTRA_CA_CERTS`
const badPassword: Words = ({ host, user }) =>
  `${host} does not let ${user} in: check user and password, and whether it asks for TLS`
const noDatabase: Words = ({ host, name, user }) =>
  `${host} has no database ${name} for ${user}: create it first`
const noRights: Words = ({ user, name, says }) =>
  `${user} may not make what is needed in ${name} (${says}): make it the owner, or grant it all there`
const isReadOnly: Words = ({ host }) => `${host} takes no writes: name the primary, not a replica`
const isFull: Words = ({ host }) => `the disk of ${host} is full: make room there`
const hasEnded: Words = ({ host, says }) =>
  `${host} ended the connection (${says}): its log says why. Then start again`
const isStarting: Words = ({ host, says }) =>
  `${host} is not ready (${says}): start again in a moment`
const pgbouncer: Words = ({ says }) =>
  `PgBouncer refuses (${says}): session mode is needed, with ignore_startup_parameters = statement_timeout,lock_timeout,idle_in_transaction_session_timeout,options,extra_float_digits`
const poolMode: Words = ({ says }) =>
  `a pooler gives each transaction another session (${says}): set pool_mode = session in PgBouncer`

/** By what an error says, then by its code, as some codes stand for several things. */
const BY_WORDS: readonly (readonly [RegExp, Words])[] = [
  [/unsupported startup parameter/i, pgbouncer],
  [/prepared statement "[^"]*" (?:already exists|does not exist)/i, poolMode],
  [/no encryption|SSL off|insecure transport|secure transport/i, tlsNeeded],
  [/does not support (?:SSL|secure)/i, noTls],
  [
    /self[- ]signed certificate|certificate (?:has|is)|unable to .*certificate|altnames/i,
    badCertificate,
  ],
  [/too many (?:clients|connections)|connection slots/i, noConnections],
  [/timeout|timed out/i, nobody],
  [/SSL profile/i, ({ says }) => `the ssl of the URL cannot be used: ${says}`],
  [
    /connection (?:terminated|lost|has been discarded)|closed (?:the connection|state)|not queryable/i,
    hasEnded,
  ],
]

const BY_CODE = new Map<string, Words>([
  ...each(['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'], nobody),
  ...each(
    ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'],
    ({ host }) => `there is no host of this name: ${host}. Check it, and the DNS of this machine`,
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
  ...each(['ERR_TLS_CERT_ALTNAME_INVALID'], badCertificate),
])

const SQLITE: readonly (readonly [RegExp, string])[] = [
  [/NOTADB/, 'is not a SQLite database: put back a backup, or set another folder'],
  [/CORRUPT/, 'is damaged: put back a backup, or save what there is with `.recover` of sqlite3'],
  [
    /CANTOPEN/,
    'cannot be opened: check who owns the folder and what is in it, and the permissions',
  ],
  [/READONLY|PERM/, 'may not be written: check who owns it, its permissions, and its disk'],
  [/FULL/, 'has no room: the disk is full'],
  [/BUSY|LOCKED/, 'is in use by another program: stop that'],
  [/IOERR/, 'cannot be read or written: the disk reports an error, or is full'],
]

/**
 * Why the database cannot be used, and what to do, in one line that begins with the setting. Undefined
 * where the error is none of a database.
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
  const [, words] = SQLITE.find(([code]) => code.test(cause.code ?? '')) ?? []
  return `${setting}: ${file} ${words ?? `cannot be used: ${cause.message}`}`
}

function ofServer(error: Error, url: URL, setting: string): string | undefined {
  const code = codeOf(error)
  if ('path' in error && 'syscall' in error && error.syscall === 'open')
    return `${setting}: ${error.path}, which the URL names, cannot be read`
  const says = (error.message.split('\n')[0] || code).slice(0, 300)
  const at = { host: url.host, name: url.pathname.slice(1), user: url.username, says }
  const [, words = BY_CODE.get(code)] = BY_WORDS.find(([said]) => said.test(says)) ?? []
  if (words !== undefined) return `${setting}: ${words(at)}`
  // What else a server, or its driver, says is told as it is.
  return code === '' ? undefined : `${setting}: ${url.host} says: ${says}`
}

/** Under what the store makes of an error. */
function causeOf(error: unknown): unknown {
  const isOurs = error instanceof Unavailable || error instanceof StatementError
  return isOurs && error.cause !== undefined ? causeOf(error.cause) : error
}

/** `localhost` may be several addresses: then there is an error for each. */
function codeOf(error: Error): string {
  if ('code' in error && error.code) return String(error.code)
  return error instanceof AggregateError && error.errors[0] instanceof Error
    ? codeOf(error.errors[0])
    : ''
}

function each(codes: readonly string[], words: Words): [string, Words][] {
  return codes.map((code) => [code, words])
}
