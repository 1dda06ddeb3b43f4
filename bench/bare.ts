import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { acknowledge, serveBare, type Waiting } from './bare-server.ts'

// What `Bun.serve` costs with nothing of a chat server on it. Without a folder it keeps nothing; with one, a message is a
// row of one table, all that arrived in one turn of the event loop share a commit, and the commit is on disk before an
// answer (`bare1`). A page is the same bytes for everybody.

/** As long as the 50 messages of row D, and the 50 rooms of row G with their last messages. */
const MESSAGES = JSON.stringify({ messages: 'x'.repeat(25_000) })
const MY_ROOMS = JSON.stringify({ rooms: 'x'.repeat(41_000) })
const JSON_TYPE = { headers: { 'content-type': 'application/json' } }

const [, , folder] = process.argv
const store = folder === undefined ? undefined : openStore(join(folder, 'bare.sqlite'))
let waiting: Waiting[] = []
let seq = 0

const server = serveBare(
  (socket, { token: user, rooms }) => {
    socket.data.user = user
    for (const room of rooms) socket.subscribe(room)
    socket.send(JSON.stringify({ type: 'ready', user: { id: user, name: user } }))
  },
  (send) => {
    if (waiting.push(send) === 1) setImmediate(sendAll)
  },
  {
    '/api/v1/rooms/:room/messages': () => new Response(MESSAGES, JSON_TYPE),
    '/api/v1/rooms': () => new Response(MY_ROOMS, JSON_TYPE),
  },
)

function sendAll(): void {
  const batch = waiting
  waiting = []
  const at = Date.now()
  const time = new Date(at).toISOString()
  store?.begin.run()
  const sent = batch.map(({ socket, send: { input } }) => {
    const { room, text, clientId } = input
    const { user } = socket.data
    const id = `msg_${Bun.randomUUIDv7().replaceAll('-', '').slice(0, 26)}`
    seq++
    store?.insert.run(room, seq, id, user, text, clientId, at)
    return {
      id,
      room,
      seq,
      version: 1,
      sender: { id: user, name: user },
      text,
      createdAt: time,
      clientId,
    }
  })
  store?.commit.run()
  for (const message of sent) {
    const { room: log, seq } = message
    const event = {
      type: 'message.created',
      log,
      seq,
      cursor: `${at.toString(36)}.0123456789a`,
      at: time,
      message,
    }
    server.publish(log, JSON.stringify(event))
  }
  acknowledge(batch, sent)
}

function openStore(path: string) {
  const database = new Database(path, { create: true })
  for (const setting of ['journal_mode = wal', 'synchronous = full'])
    database.run(`pragma ${setting}`)
  database.run(`create table messages (room text, seq integer, id text, sender text, text text,
    client_id text, created_at integer, primary key (room, seq)) without rowid`)
  return {
    begin: database.prepare('begin immediate'),
    insert: database.prepare('insert into messages values (?, ?, ?, ?, ?, ?, ?)'),
    commit: database.prepare('commit'),
  }
}
