import { type RawBuilder, sql } from 'kysely'
import type { Export } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { time } from '../tables/rows.ts'
import { type Query, raw } from '../tables/statement.ts'
import { EXPORTED } from './exported.ts'
import type { ByUser, ExportedTable, InRooms, Written } from './exported-table.ts'

type Row = Readonly<Record<string, string | number | null>>
type Args = { readonly user: UserId; readonly now: number }
type OfUser = { readonly after: string | number; readonly limit: number }
type InRoom = { readonly room: RoomId; readonly after: number; readonly until: number }

type ByWhom<A> = { readonly [R in Export['requestedBy']]: Query<Args & A, Row> }

/**
 * A file of an export, with the queries of its rows: of those that the user may know, and of all. `first` comes before
 * every key.
 */
type AnyFile = {
  keyOf(row: Row): string | number
  /** A row as the file has it: like the fields of the API, without those that are empty. */
  toJson(row: Row): object
}
export type FileInRooms = AnyFile & {
  readonly inRooms: true
  /** Whether the rows are of messages of the user: without one there is nothing to read. */
  readonly isOfOwnMessages: boolean
  readonly rows: ByWhom<InRoom>
}
export type FileOfUser = AnyFile & {
  readonly inRooms: false
  readonly rows: ByWhom<OfUser>
  readonly first: string | number
}
type ExportedFile = FileInRooms | FileOfUser

/** The key of a row, which no column is named like. */
const KEY = 'export_key'

type Column = { readonly name: string; readonly written: Written }

function fileOf(table: string, { source, only, columns: all }: ExportedTable): ExportedFile {
  const columns = Object.entries<Written | string>(all).flatMap(([name, written]): Column[] =>
    typeof written === 'string' ? [] : [{ name, written }],
  )
  const selected = (by: Export['requestedBy']) =>
    sql.join(
      columns
        .filter(({ written }) => by === 'app' || written.forApp === undefined)
        .map(({ name }) => sql.ref(`${table}.${name}`)),
    )
  const filter = (by: Export['requestedBy']) => (only === undefined ? () => ALL : FILTERS[only](by))
  const byWhom = <A>(rows: (selected: RawBuilder<unknown>, filter: Filter) => Query<A, Row>) => ({
    user: rows(selected('user'), filter('user')),
    app: rows(selected('app'), filter('app')),
  })
  const both = {
    keyOf: (row: Row) => row[KEY] ?? '',
    toJson: (row: Row) =>
      Object.fromEntries(
        columns.flatMap(({ name, written }) => {
          const value = row[name] ?? undefined
          return value === undefined ? [] : [[camelCase(name), writtenAs(written, value)]]
        }),
      ),
  }
  return 'owner' in source
    ? {
        ...both,
        inRooms: true,
        isOfOwnMessages: source.owner !== 'user',
        rows: byWhom(rowsInRoom(table, source)),
      }
    : {
        ...both,
        inRooms: false,
        rows: byWhom(rowsOfUser(table, source, only)),
        first: 'isNumber' in source ? 0 : '',
      }
}

const rowsInRoom =
  (table: string, { owner }: InRooms) =>
  (selected: RawBuilder<unknown>, filter: Filter): Query<Args & InRoom, Row> => {
    const column = (name: string) => sql.ref(`${table}.${name}`)
    const isOwn: Filter =
      owner === 'message' ? isSentBy(table) : ({ user }) => sql`${column(owner)} = ${user}`
    return raw(
      (a) => sql`select ${selected} from ${sql.table(table)}
        where ${column('room')} = ${a.room} and ${column('seq')} > ${a.after} and ${column('seq')} <= ${a.until}
          and ${isOwn(a)} and ${filter(a)} order by ${column('seq')}`,
    )
  }

const rowsOfUser =
  (table: string, source: ByUser, only: ExportedTable['only']) =>
  (selected: RawBuilder<unknown>, filter: Filter): Query<Args & OfUser, Row> => {
    const key = sql.ref(`${table}.${source.key}`)
    const from =
      only === 'rooms of now'
        ? sql`rooms join members on members.room = rooms.id and members.left_seq is null`
        : sql.table(table)
    const user = sql.ref(source.user.includes('.') ? source.user : `${table}.${source.user}`)
    return raw(
      (a) => sql`select ${selected}, ${key} as ${sql.ref(KEY)} from ${from}
        where ${user} = ${a.user} and ${key} > ${a.after} and ${filter(a)} order by ${key} limit ${a.limit}`,
    )
  }

const ALL = sql`1 = 1`

const isSentBy =
  (table: string) =>
  (a: Args): RawBuilder<unknown> =>
    sql`exists (select 1 from messages
    where messages.room = ${sql.ref(`${table}.room`)} and messages.seq = ${sql.ref(`${table}.seq`)}
      and messages.sender = ${a.user} and (messages.expires_at is null or messages.expires_at > ${a.now}))`

type Filter = (a: Args) => RawBuilder<unknown>
const isShadowBan = sql`sanctions.kind = 'shadow_ban'`

/** The rows that are left out. */
const FILTERS: {
  readonly [F in NonNullable<ExportedTable['only']>]: (by: Export['requestedBy']) => Filter
} = {
  'not expired': () => (a) => sql`(messages.expires_at is null or messages.expires_at > ${a.now})`,
  'rooms of now': () => () => sql`rooms.deleted_at is null`,
  'known sanctions': (by) => () => (by === 'app' ? ALL : sql`not (${isShadowBan})`),
  'known acts': (by) => () =>
    by === 'app'
      ? ALL
      : sql`audit.act in (${sql.join(KNOWN_ACTS.map((act) => sql.lit(act)))}) and not exists
        (select 1 from sanctions where sanctions.id = audit.target and ${isShadowBan})`,
}

/** The acts of staff and of the app that their user learns of when they are done. */
const KNOWN_ACTS = [
  'members.add',
  'members.remove',
  'members.update',
  'messages.delete',
  'joinRequests.accept',
  'joinRequests.decline',
  'sanctions.create',
  'sanctions.delete',
  'sanctions.answerAppeal',
  'serverSanctions.create',
  'serverSanctions.delete',
  'serverSanctions.answerAppeal',
  'users.update',
  'users.updateRole',
  'quotas.update',
  'sessions.delete',
  'sessions.deleteAll',
  'identities.delete',
  'passkeys.deleteAll',
  'secondFactors.delete',
] as const

const camelCase = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

function writtenAs({ as }: Written, value: string | number): unknown {
  if (as === 'time') return time(Number(value))
  return as === 'json' ? JSON.parse(String(value)) : value
}

/** The files by their names, in the order of the ZIP. */
export const EXPORTED_FILES: ReadonlyMap<string, ExportedFile> = new Map(
  Object.entries(EXPORTED).flatMap(([table, exported]): [string, ExportedFile][] =>
    typeof exported === 'string' ? [] : [[exported.file, fileOf(table, exported)]],
  ),
)
