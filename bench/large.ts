import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type MessageId, newId, type RoomId, type UserId } from '../protocol/ids.ts'
import type { Session } from '../server/store/database.ts'
import { openDatabase } from '../server/store/open.ts'
import * as queries from '../server/store/queries.ts'
import { Random } from '../tests/history/random.ts'
import { progress } from '../tests/replay/progress.ts'
import { freshDatabase } from '../tests/support/database.ts'
import { SECRET, token } from '../tests/support/parlance.ts'
import { freePort } from '../tests/support/process.ts'
import { withServices } from '../tests/support/services.ts'
import { waitFor } from '../tests/support/wait.ts'
import { bars } from './bars.ts'
import { median } from './measure.ts'

// node bin/bun.mjs run bench/large.ts [--database sqlite] [--rooms 10000] [--calls 1000] [--write]
// What a call costs on a large database, next to the same call on a small one. Both are made here, both
// servers run at once, and the calls alternate, so that whatever else the machine does meets both.

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    rooms: { type: 'string', default: '10000' },
    calls: { type: 'string', default: '1000' },
    write: { type: 'boolean', default: false },
  },
})
const SMALL_ROOMS = 10
const MESSAGES_PER_ROOM = 1000
/** Of each room, and rooms of each user: as many users as rooms. */
const MEMBERS = 10
const WARM_UP = 200
const tokens = new Map<string, Promise<string>>()

type Made = { readonly rooms: number; readonly url: string; readonly stop: () => Promise<void> }
type Call = (who: { readonly rooms: readonly string[] }, random: Random) => Request
type Request = { readonly method: string; readonly path: string; readonly body?: object }

const pick = (rooms: readonly string[], random: Random) => `/rooms/${random.pick(rooms)}`
const CALLS: Readonly<Record<string, Call>> = {
  'my rooms, with unread': () => ({ method: 'GET', path: '/rooms' }),
  'the latest page': ({ rooms }, random) => ({
    method: 'GET',
    path: `${pick(rooms, random)}/messages`,
  }),
  'history anywhere': ({ rooms }, random) => ({
    method: 'GET',
    path: `${pick(rooms, random)}/messages?around=${random.between(1, MESSAGES_PER_ROOM)}`,
  }),
  'unread from here': ({ rooms }, random) => ({
    method: 'PUT',
    path: `${pick(rooms, random)}/unread`,
    body: { seq: random.between(MESSAGES_PER_ROOM - 50, MESSAGES_PER_ROOM) },
  }),
  send: ({ rooms }, random) => ({
    method: 'POST',
    path: `${pick(rooms, random)}/messages`,
    body: { text: sentence(random) },
  }),
}

await withServices(compare)
process.exit(0)

async function compare(): Promise<void> {
  const [small, large] = [await make(SMALL_ROOMS), await make(Number(values.rooms))]
  const rows: { name: string; small: number; large: number }[] = []
  for (const [name, call] of Object.entries(CALLS)) {
    const [a = 0, b = 0] = await alternate(name, call, small, large)
    rows.push({ name, small: a, large: b })
  }
  for (const made of [small, large]) await made.stop()
  const table = [
    `| on ${values.database}, ms | ${count(small)} messages | ${count(large)} messages | ratio |`,
    '| --- | --: | --: | --: |',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.small.toFixed(2)} | ${row.large.toFixed(2)} | ${(row.large / row.small).toFixed(2)} |`,
    ),
  ].join('\n')
  console.log(table)
  if (!values.write) return
  const marks = new RegExp(
    `(<!-- large ${values.database} -->\n)[\\s\\S]*(<!-- /large ${values.database} -->)`,
  )
  const readme = Bun.file(join(import.meta.dir, 'README.md'))
  await readme.write(
    (await readme.text()).replace(marks, (_, from, to) => `${from}\n${table}\n\n${to}`),
  )
  const title = `${count(large)} messages against ${count(small)}, on ${values.database}: how much longer a call takes`
  const of = rows.map((row) => ({ name: row.name, value: row.large / row.small }))
  await Bun.write(join(import.meta.dir, `large-${values.database}.svg`), bars(title, of))
}

function count({ rooms }: Made): string {
  return (rooms * MESSAGES_PER_ROOM).toLocaleString('en')
}

/** A database with so many rooms, and a server on it. */
async function make(rooms: number): Promise<Made> {
  const data = mkdtempSync(join(tmpdir(), 'parlance-large-'))
  const fresh = await freshDatabase(undefined, values.database)
  await fill({ databaseUrl: fresh.url, data }, rooms)
  const port = await freePort()
  const child = Bun.spawn([process.execPath, join(import.meta.dir, '../server/main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      PARLANCE_HOST: '127.0.0.1',
      PARLANCE_PORT: `${port}`,
      PARLANCE_MANAGEMENT_PORT: 'off',
      PARLANCE_DATA: data,
      PARLANCE_DATABASE_URL: fresh.url,
      PARLANCE_JWT_SECRET: SECRET,
      PARLANCE_COMMANDS_PER_SECOND: '100000',
      PARLANCE_LOG_LEVEL: 'error',
    },
  })
  const url = `http://127.0.0.1:${port}/api/v1`
  await waitFor(() => fetch(url.replace('/api/v1', '/healthz')).then(Boolean, () => false), 60)
  const stop = async () => {
    child.kill()
    await child.exited
    await fresh.drop()
    rmSync(data, { recursive: true, force: true })
  }
  return { rooms, url, stop }
}

/** Straight into the tables, by the store's own statements: through the doors it would take a day. */
async function fill(place: { databaseUrl: string; data: string }, rooms: number): Promise<void> {
  const database = await openDatabase(place)
  const random = new Random(rooms)
  const bar = progress(`${values.database}, ${rooms} rooms`)
  const since = Date.now() - 365 * 24 * 3600 * 1000
  const chunk = 10
  for (let first = 0; first < rooms; first += chunk) {
    const some = Array.from({ length: Math.min(chunk, rooms - first) }, (_, i) => first + i)
    await database.write((session) => fillSome(session, some, rooms, since, random))
    bar.show(Math.min(rooms, first + chunk) * MESSAGES_PER_ROOM, rooms * MESSAGES_PER_ROOM, '')
  }
  bar.end()
  // What search costs is measured in bench/search.ts; here nothing is to be indexed meanwhile.
  const indexed = { name: 'searchable-until', value: `${Date.now() + 2 * 3600 * 1000}` }
  await database.write((session) => session.first(queries.insertSetting, indexed))
  await database.close()
}

async function fillSome(
  session: Session,
  some: readonly number[],
  rooms: number,
  since: number,
  random: Random,
): Promise<void> {
  for (const n of some) {
    const id = userOf(n)
    await session.first(queries.insertUser, {
      id,
      name: id,
      kind: 'person',
      info: null,
      created_at: since,
    })
  }
  for (const n of some) {
    const room = roomOf(n)
    await session.first(queries.insertRoom, {
      id: room,
      type: 'group',
      name: `Room ${n}`,
      data: null,
      key: null,
      created_at: since,
      deleted_at: null,
      topic: null,
      features: null,
      archived_at: null,
      read_only: 0,
      only_joined: 0,
      member_count: MEMBERS,
    })
    const members = Array.from({ length: MEMBERS }, (_, k) =>
      userOf((n + rooms - k * stepOf(rooms)) % rooms),
    )
    for (const user of members)
      await session.first(queries.putMember, {
        room,
        user,
        role: 'member',
        // Most have read almost everything.
        read_seq: MESSAGES_PER_ROOM - random.between(0, 30),
        joined_at: since,
        left_seq: null,
        left_at: null,
        joined_seq: 0,
        shown_seq: 0,
        delivered_seq: 0,
      })
    const messages = Array.from({ length: MESSAGES_PER_ROOM }, (_, i) => ({
      room,
      seq: i + 1,
      id: newId<MessageId>('msg'),
      sender: random.pick(members),
      text: sentence(random),
      data: null,
      reply_to: null,
      client_id: null,
      created_at: since + i * 30_000_000,
      system: null,
      silent: null,
      thread: null,
      in_room: null,
      mentions: null,
    }))
    await session.many(queries.insertMessage, messages)
    const events = messages.map(({ seq, sender, created_at }) => ({
      log: room,
      seq,
      at: created_at,
      type: 'message.created' as const,
      subject: null,
      actor: sender,
      ref: null,
      detail: null,
    }))
    await session.many(queries.insertEvent, events)
    await session.many(
      queries.takeSeq,
      Array.from({ length: MESSAGES_PER_ROOM }, () => ({ log: room, at: since })),
    )
  }
}

/** So far apart that one user's rooms lie in many places. */
function stepOf(rooms: number): number {
  return Math.max(1, Math.floor(rooms / MEMBERS))
}

function userOf(n: number): UserId {
  return `user-${n}` as UserId
}

function roomOf(n: number): RoomId {
  return `room_${n.toString().padStart(26, '0')}` as RoomId
}

/** Words as seldom as in a language: the nth about 1/n as often as the first. */
function sentence(random: Random): string {
  const words = Array.from({ length: random.between(4, 16) }, () => {
    const rank = Math.floor(Math.exp(random.next() * Math.log(20_000)))
    return `word${rank.toString(36)}`
  })
  return words.join(' ')
}

/** The medians of the same call on both, in ms. */
async function alternate(name: string, call: Call, ...both: readonly Made[]): Promise<number[]> {
  const bar = progress(name)
  const random = new Random(7)
  const times: number[][] = both.map(() => [])
  const calls = Number(values.calls)
  for (let n = 0; n < WARM_UP + calls; n++) {
    for (const [i, made] of both.entries()) {
      const ms = await time(made, call, random)
      if (n >= WARM_UP) times[i]?.push(ms)
    }
    bar.show(n, WARM_UP + calls, '')
  }
  bar.end()
  return times.map(median)
}

async function time({ rooms, url }: Made, call: Call, random: Random): Promise<number> {
  const n = random.between(0, rooms - 1)
  const theirs = Array.from({ length: MEMBERS }, (_, k) => roomOf((n + k * stepOf(rooms)) % rooms))
  const { method, path, body } = call({ rooms: theirs }, random)
  const word = await tokenOf(userOf(n))
  const begun = performance.now()
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${word}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
  return performance.now() - begun
}

function tokenOf(user: UserId): Promise<string> {
  const made = tokens.get(user) ?? token({ sub: user, name: user })
  tokens.set(user, made)
  return made
}
