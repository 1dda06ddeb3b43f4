import type { Database as Sqlite, Statement } from 'bun:sqlite'
import type { RoomId } from '../../../../protocol/ids.ts'

/** A row of `messages` that was changed or removed, or one of the numbers below instead of `seq`. */
export type ChangedRow = { readonly room: RoomId; readonly seq: number }
/** A row of `rooms`, or a mention in the room. */
export const ROOM_ROW = -1
/** A column of `rooms` on which the messages of the room depend. */
export const ROOM_WITH_MESSAGES = -2
/** The name of a user, which is in messages of any room. */
export const USER_NAME = -3

const note = (room: string, seq: string | number) =>
  `begin insert or ignore into changed values (${room}, ${seq}); end`

/**
 * SQLite itself notes the rows that a transaction changes, so no statement can be forgotten. New rows are not noted, except mentions, which an edit can add. The
 * table and the triggers are those of one connection, in memory.
 */
const STATEMENTS = [
  'pragma temp_store = memory',
  `create temp table changed (room text not null, seq integer not null, primary key (room, seq)) without rowid`,
  `create temp trigger message_updated after update on main.messages ${note('old.room', 'old.seq')}`,
  `create temp trigger message_deleted after delete on main.messages ${note('old.room', 'old.seq')}`,
  `create temp trigger room_updated after update on main.rooms ${note('old.id', ROOM_ROW)}`,
  `create temp trigger room_deleted after delete on main.rooms ${note('old.id', ROOM_WITH_MESSAGES)}`,
  `create temp trigger room_closed after update of only_joined, deleted_at on main.rooms
    when old.only_joined is not new.only_joined or old.deleted_at is not new.deleted_at
    ${note('old.id', ROOM_WITH_MESSAGES)}`,
  `create temp trigger mention_added after insert on main.mentions ${note('new.room', ROOM_ROW)}`,
  `create temp trigger user_renamed after update of name on main.users when old.name is not new.name
    ${note(`''`, USER_NAME)}`,
  `create temp trigger user_deleted after delete on main.users ${note(`''`, USER_NAME)}`,
]

/** The rows from which shared reads are made, and that the writer's transaction changes or removes. */
export class ChangedRows {
  readonly #all: Statement<ChangedRow, []>
  readonly #clear: Statement<unknown, []>

  constructor(writer: Sqlite) {
    for (const statement of STATEMENTS) writer.run(statement)
    this.#all = writer.prepare('select room, seq from changed')
    this.#clear = writer.prepare('delete from changed')
  }

  /** Takes those of the running transaction. After a rollback there are none. */
  take(): readonly ChangedRow[] {
    const rows = this.#all.all()
    if (rows.length > 0) this.#clear.run()
    return rows
  }
}
