import type { Event } from '../protocol/events.ts'
import { newId } from '../protocol/ids.ts'
import { Conflict, type Session, Unavailable } from '../server/store/engine/database.ts'
import { openDatabase } from '../server/store/engine/open.ts'
import * as queries from '../server/store/queries/queries.ts'
import { PLAIN_ROOM } from '../tests/support/fields.ts'
import { acknowledge, type BareSocket, type Hello, serveBare, type Waiting } from './bare-server.ts'
import { userRow } from './user-row.ts'

// The bare limit on a database server: sockets, and the same statements as the product's, one of each
// for all sends that arrived in one turn of the event loop. No tokens, checks, refusals, resume.

const BATCH = 256
const database = await openDatabase({ databaseUrl: process.argv[2] ?? '', data: '' })
const waiting: Waiting[] = []
let isSending = false

const server = serveBare(greet, (send) => {
  waiting.push(send)
  if (!isSending) void sendAll()
})

async function sendAll(): Promise<void> {
  isSending = true
  while (waiting.length > 0) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    const batch = waiting.splice(0, BATCH)
    const events = await database.write((session) => store(session, batch))
    for (const event of events) server.publish(event.log, JSON.stringify(event))
    acknowledge(
      batch,
      events.map((event) => (event.type === 'message.created' ? event.message : undefined)),
    )
  }
  isSending = false
}

async function store(session: Session, batch: readonly Waiting[]): Promise<Event[]> {
  const at = await session.now()
  const time = new Date(at).toISOString()
  const of = batch.map(({ socket, send }) => ({ user: socket.data.user, ...send.input }))
  const logs = of.map(({ room }) => ({ log: room }))
  await session.many(queries.lockLog, logs)
  const standings = await session.many(queries.standing, of)
  await session.many(
    queries.messageByClientId,
    of.map(({ room, user, clientId }) => ({ room, sender: user, clientId, viewer: user })),
  )
  const seqs = await session.many(
    queries.takeSeq,
    logs.map(({ log }) => ({ log, at })),
  )
  const rows = of.map(({ room, user, text, clientId }, i) => ({
    room,
    seq: seqs[i]?.seq ?? 0,
    id: newId<never>('msg', Date.now()),
    sender: user,
    text,
    data: null,
    reply_to: null,
    client_id: clientId,
    created_at: at,
    system: null,
    silent: null,
    thread: null,
    in_room: null,
    mentions: null,
    hidden: null,
    expires_at: null,
  }))
  await session.many(queries.insertMessage, rows)
  const type = 'message.created' as const
  const told = rows.map(({ room, seq, sender }) => ({
    log: room,
    seq,
    at,
    type,
    subject: null,
    actor: sender,
    ref: null,
    detail: null,
    hidden: null,
  }))
  await session.many(queries.insertEvent, told)
  return rows.map(({ id, room, seq, sender, text, client_id }, i) => {
    const by = { id: sender, name: standings[i]?.user_name ?? '' }
    const message = {
      id,
      room,
      seq,
      version: 1,
      sender: by,
      text,
      createdAt: time,
      clientId: client_id,
    }
    const cursor = `${at.toString(36)}.0123456789a` as never
    return { type, log: room, seq, cursor, at: time, message }
  })
}

/** A name is enough, and makes what it names. */
async function greet(socket: BareSocket, { token: user, rooms }: Hello): Promise<void> {
  socket.data.user = user
  await made((session) => session.first(queries.insertUser, userRow(user, 0)))
  for (const room of rooms) {
    await made(async (session) => {
      await session.first(queries.insertRoom, {
        ...PLAIN_ROOM,
        id: room,
        name: room,
        created_at: 0,
      })
      await session.first(queries.takeSeq, { log: room, at: 0 })
    })
    const member = {
      role: 'member' as const,
      read_seq: 0,
      joined_at: 0,
      left_seq: null,
      left_at: null,
      joined_seq: 0,
      shown_seq: 0,
      delivered_seq: 0,
      added: null,
    }
    await made((session) => session.first(queries.putMember, { room, user, ...member }))
    socket.subscribe(room)
  }
  const me = { id: user, name: user, kind: 'person', createdAt: new Date().toISOString() }
  const cursor = `${Date.now().toString(36)}.0123456789a`
  socket.send(JSON.stringify({ type: 'ready', user: me, cursor, received: {} }))
}

/** Whoever comes second finds it there. */
async function made(work: (session: Session) => Promise<unknown>): Promise<void> {
  try {
    await database.write(work)
  } catch (error) {
    if (!(error instanceof Conflict) && !(error instanceof Unavailable)) throw error
  }
}
