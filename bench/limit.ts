import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector } from 'kysely'
import { StablePlans } from '../server/store/engine/sqlite/dialect.ts'
import { openSqlite } from '../server/store/engine/sqlite/sqlite.ts'
import * as queries from '../server/store/queries/queries.ts'
import { compile, type Query } from '../server/store/tables/statement.ts'
import type { MessageRow, Tables } from '../server/store/tables/tables.ts'
import { acknowledge, type BareSocket, type Hello, serveBare, type Waiting } from './bare-server.ts'

// The bare limit: what this work costs on Bun and SQLite when nothing else is done. The product's
// schema and statements, its bytes on the wire, native topics, one commit for all that arrived in one
// turn of the event loop. No tokens, no checks, no refusals, no bounds, no resume.

/** What a plain message does not have: system, silent, thread, in_room, mentions, hidden, expires_at. */
const NOTHING = [null, null, null, null, null, null, null]
type Row = MessageRow & { sender_name: string }

const path = join(process.argv[2] ?? '.', 'limit.sqlite')
// The product makes the tables; from here on its code is not used, only the text of its queries.
await (await openSqlite(path)).close()
const database = new Database(path)
for (const setting of ['journal_mode = wal', 'synchronous = full', 'cache_size = -65536'])
  database.run(`pragma ${setting}`)

const kysely = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new StablePlans(),
  },
})

const begin = database.prepare('begin immediate')
const commit = database.prepare('commit')
const standing = prepare(queries.standing)
const messageByClientId = named(queries.messageByClientId)
const takeSeq = prepare(queries.takeSeq)
const insertMessage = prepare(queries.insertMessage)
const insertEvent = prepare(queries.insertEvent)
const messagesBefore = named(queries.messagesBefore)

let waiting: Waiting[] = []

const server = serveBare(
  greet,
  (send) => {
    if (waiting.push(send) === 1) setImmediate(sendAll)
  },
  {
    '/api/v1/rooms/:room/messages': ({ params: { room = '' }, headers }) => {
      const stands = standing.get(headers.get('authorization'), room) as { seq: number }
      const seq = Number.MAX_SAFE_INTEGER
      const viewer = headers.get('authorization')
      const rows = messagesBefore.all({ room, seq, from: 1, limit: 50, viewer }) as Row[]
      const messages = rows.reverse().map((row) => {
        const sender = { id: row.sender, name: row.sender_name }
        return messageOf(row, sender, row.client_id, new Date(row.created_at).toISOString())
      })
      return Response.json({ messages, seq: stands.seq, cursor: cursorAt(Date.now()) })
    },
  },
)

function sendAll(): void {
  const batch = waiting
  waiting = []
  const at = Date.now()
  const time = new Date(at).toISOString()
  const cursor = cursorAt(at)
  begin.run()
  const said = batch.map(({ socket, send: { input } }) => {
    const { room, text, clientId } = input
    const { user } = socket.data
    const me = standing.get(user, room) as { user_id: string; user_name: string }
    messageByClientId.all({ room, sender: user, clientId, viewer: user })
    const { seq } = takeSeq.get(room, 1, at, at) as { seq: number }
    const id = `msg_${Bun.randomUUIDv7().replaceAll('-', '').slice(0, 26)}`
    insertMessage.run(room, seq, id, user, text, null, null, clientId, at, ...NOTHING)
    insertEvent.run(room, seq, at, 'message.created', null, user, null, null, null)
    const sender = { id: me.user_id, name: me.user_name }
    return messageOf({ id, room, seq, text }, sender, clientId, time)
  })
  commit.run()
  for (const message of said) {
    const { room: log, seq } = message
    const event = { type: 'message.created', log, seq, cursor, at: time, message }
    server.publish(log, JSON.stringify(event))
  }
  acknowledge(batch, said)
}

/** The same fields in the same order as the product's. */
function messageOf(
  { id, room, seq, text }: { id: string; room: string; seq: number; text: string },
  sender: { id: string; name: string },
  clientId: string | null,
  createdAt: string,
) {
  return { id, room, seq, version: 1, sender, text, createdAt, clientId }
}

/** A name is enough, and makes what it names. */
function greet(socket: BareSocket, { token: user, rooms }: Hello): void {
  socket.data.user = user
  const createdAt = new Date().toISOString()
  put('users', { id: user, name: user, kind: 'person', created_at: 0 })
  for (const room of rooms) {
    put('rooms', { id: room, type: 'group', name: room, created_at: 0 })
    put('logs', { log: room, seq: 0, at: 0 })
    put('members', { room, user, role: 'member', read_seq: 0, joined_at: 0 })
    socket.subscribe(room)
  }
  const me = { id: user, name: user, kind: 'person', createdAt }
  socket.send(JSON.stringify({ type: 'ready', user: me, cursor: cursorAt(Date.now()) }))
}

function put(table: string, row: Readonly<Record<string, string | number>>): void {
  const names = Object.keys(row)
  const marks = names.map(() => '?').join()
  database
    .query(`insert or ignore into ${table} (${names.join()}) values (${marks})`)
    .run(...Object.values(row))
}

/** As long as the product's, and says nothing. */
function cursorAt(at: number): string {
  return `${at.toString(36)}.0123456789a`
}

function prepare<A, R>(query: Query<A, R>) {
  return database.prepare(compile(kysely, query).sql)
}

/** A query that has a value more than once. */
function named(query: Query<never, unknown>) {
  const { sql, bind } = compile(kysely, query)
  const statement = database.prepare(sql)
  return { all: (values: object) => statement.all(...(bind(values) as string[])) }
}
