import { Database } from 'bun:sqlite'
import { cleanMessage, cleanRoom, cleanUser } from './clean.ts'
import type { Item, Member, Message, Room, User } from './item.ts'
import type { Omissions } from './omissions.ts'

/** Items of one transaction. */
const ITEMS = 5000
/** Times and large ids are kept exactly by JSON. */
type Body = { readonly body: string }

/**
 * A temporary database on disk with everything of an import. So the whole of it is read and checked before anything is
 * imported, and the messages of a room are then in the order of their times.
 */
export class Spool {
  readonly #db: Database
  readonly #omissions: Omissions
  readonly #now: number
  #items = 0

  constructor(path: string, omissions: Omissions, now: number) {
    this.#db = new Database(path, { create: true, strict: true })
    this.#omissions = omissions
    this.#now = now
    for (const pragma of ['journal_mode = off', 'synchronous = off', 'cache_size = -65536'])
      this.#db.run(`pragma ${pragma}`)
    this.#db.run('create table users (id text primary key, body text)')
    this.#db.run('create table rooms (id text primary key, body text)')
    this.#db.run(
      'create table members (room text, user text, body text, primary key (room, user)) without rowid',
    )
    this.#db.run(
      'create table messages (n integer primary key, id text unique, room text, at integer, thread text, body text)',
    )
    this.#db.run('begin')
  }

  add(item: Item): void {
    if (++this.#items % ITEMS === 0) {
      this.#db.run('commit')
      this.#db.run('begin')
    }
    if (item.type === 'user') return this.#insert('users', cleanUser(item))
    if (item.type === 'room') return this.#insert('rooms', cleanRoom(item))
    if (item.type === 'member') {
      const insert = this.#db.query('insert or ignore into members values (?, ?, ?)')
      insert.run(item.room, item.user, JSON.stringify(item))
      return
    }
    const insert = this.#db.query('insert or ignore into messages values (null, ?, ?, ?, ?, ?)')
    for (const message of cleanMessage(item, this.#now, this.#omissions)) {
      const { id, room, at, thread = null } = message
      const { changes } = insert.run(id, room, at, thread, JSON.stringify(message))
      if (changes === 0) this.#omissions.add('another message has the same id', id)
    }
  }

  #insert(table: 'users' | 'rooms', item: User | Room): void {
    const insert = this.#db.query(`insert or ignore into ${table} values (?, ?)`)
    if (insert.run(item.id, JSON.stringify(item)).changes === 0)
      this.#omissions.add(`another of the ${table} has the same id`, item.id)
  }

  /** Removes what belongs to nothing. Senders who are in no list become users. */
  finish(): void {
    this.#db.run('create index messages_by_room on messages (room, at, n)')
    const lost = this.#db.query<{ room: string; n: number }, []>(
      'select room, count(*) as n from messages where room not in (select id from rooms) group by room',
    )
    for (const { room, n } of lost.all())
      this.#omissions.add('the room of the message is in no list', room, n)
    this.#db.run('delete from messages where room not in (select id from rooms)')
    const unknown = this.#db.query<{ id: string }, []>(
      `select distinct body ->> 'sender' as id from messages where body ->> 'sender' not in (select id from users)`,
    )
    for (const { id } of unknown.all()) {
      this.#omissions.add('the sender is in no list: the user has only this id as a name', id)
      this.#insert('users', cleanUser({ type: 'user', id, name: id }))
    }
    this.#db.run('commit')
  }

  get counts(): { users: number; rooms: number; messages: number } {
    const count = (table: string) =>
      this.#db.query<{ n: number }, []>(`select count(*) as n from ${table}`).get()?.n ?? 0
    return { users: count('users'), rooms: count('rooms'), messages: count('messages') }
  }

  users(): Iterable<User> {
    return this.#read('select body from users order by id')
  }

  rooms(): Iterable<Room> {
    return this.#read('select body from rooms order by id')
  }

  members(room: string): Iterable<Member> {
    return this.#read('select body from members where room = ? order by user', room)
  }

  /** The oldest first. */
  messages(room: string): Iterable<Message> {
    return this.#read('select body from messages where room = ? order by at, n', room)
  }

  /** The bodies were checked when they were added. */
  *#read<T>(sql: string, ...values: string[]): Generator<T> {
    const statement = this.#db.prepare<Body, string[]>(sql)
    for (const { body } of statement.iterate(...values)) yield JSON.parse(body) as T
    statement.finalize()
  }

  close(): void {
    this.#db.close()
  }
}
