import { open } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Tables } from '../tables/tables.ts'
import { openTarget, type Place } from './open-target.ts'
import { beginSnapshot, databaseTime, endSnapshot } from './read-rows.ts'

const PAGE = 1000
/** Characters of one write to the disk. */
const CHUNK = 256 * 1024

/**
 * Writes the users, rooms, members and messages of one moment into a new file, as the JSON lines of docs/importing.md.
 * What is deleted, expired or hidden is left out, and so are quick rooms. Servers may run. Returns the number of lines.
 * Throws with the code `EEXIST` if the file exists.
 */
export async function writeLines(place: Place, path: string, onLine: () => void): Promise<number> {
  const opened = await openTarget(place, 'read')
  try {
    return await opened.target.db.connection().execute(async (connection) => {
      await beginSnapshot(connection, opened.kind)
      try {
        const now = await databaseTime(connection, opened.kind)
        return await write(path, linesOf(connection as Db, now), onLine)
      } finally {
        await endSnapshot(connection)
      }
    })
  } finally {
    await opened.close()
  }
}

async function write(path: string, lines: AsyncIterable<object>, onLine: () => void) {
  const file = await open(path, 'wx', 0o600)
  try {
    let [text, count] = ['', 0]
    for await (const line of lines) {
      text += `${JSON.stringify(line)}\n`
      count++
      onLine()
      if (text.length < CHUNK) continue
      await file.writeFile(text)
      text = ''
    }
    await file.writeFile(text)
    await file.sync()
    return count
  } finally {
    await file.close()
  }
}

async function* linesOf(db: Db, now: number): AsyncGenerator<object> {
  yield { parlance: 'lines', format: 1 }
  for await (const { id, name, handle, kind } of pages((after) => usersAfter(db, after)))
    yield { type: 'user', id, name, handle: handle ?? undefined, bot: kind === 'bot' || undefined }
  for await (const room of pages((after) => roomsAfter(db, after))) {
    const { id, type: kind, name, topic, archived_at } = room
    const settings = { name: name ?? undefined, topic: topic ?? undefined }
    yield { type: 'room', id, kind, ...settings, archived: archived_at !== null || undefined }
    for await (const { user, role } of pages((after) => membersAfter(db, id, after)))
      yield { type: 'member', room: id, user, role: role === 'member' ? undefined : role }
    yield* messages(db, id, now)
  }
}

type Db = Kysely<Tables>

/** Pages of rows by their `key`. */
async function* pages<T extends { readonly key: string }>(
  page: (after: string) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: readonly T[] = await page(after)
    yield* rows
    after = rows.length < PAGE ? undefined : rows.at(-1)?.key
  }
}

const usersAfter = (db: Db, after: string) =>
  db
    .selectFrom('users')
    .select(['id as key', 'id', 'name', 'handle', 'kind'])
    .where('deleted_at', 'is', null)
    .where('id', '>', after as UserId)
    .orderBy('id')
    .limit(PAGE)
    .execute()

const roomsAfter = (db: Db, after: string) =>
  db
    .selectFrom('rooms')
    .select(['id as key', 'id', 'type', 'name', 'topic', 'archived_at'])
    .where('deleted_at', 'is', null)
    .where('quick', 'is', null)
    .where('id', '>', after as RoomId)
    .orderBy('id')
    .limit(PAGE)
    .execute()

const membersAfter = (db: Db, room: RoomId, after: string) =>
  db
    .selectFrom('members')
    .select(['user as key', 'user', 'role'])
    .where('room', '=', room)
    .where('left_seq', 'is', null)
    .where('user', '>', after as UserId)
    .orderBy('user')
    .limit(PAGE)
    .execute()

async function* messages(db: Db, room: RoomId, now: number): AsyncGenerator<object> {
  for (let after = 0; ; ) {
    const rows = await messagesAfter(db, room, after, now)
    const last = rows.at(-1)?.seq ?? 0
    const [reactions, versions] = [
      Map.groupBy(await reactionsBetween(db, room, after, last), ({ seq }) => Number(seq)),
      Map.groupBy(await versionsBetween(db, room, after, last), ({ seq }) => Number(seq)),
    ]
    for (const row of rows)
      yield {
        type: 'message',
        id: row.id,
        room,
        sender: row.sender,
        at: timeText(row.created_at),
        text: row.text,
        data: row.data === null ? undefined : JSON.parse(row.data),
        thread: row.thread ?? undefined,
        inRoom: row.in_room === null ? undefined : true,
        replyTo: row.reply_to ?? undefined,
        system: row.system === null ? undefined : true,
        editedAt: row.edited_at === null ? undefined : timeText(row.edited_at),
        versions: versions
          .get(Number(row.seq))
          ?.map(({ text, at }) => ({ text, at: timeText(at) })),
        reactions: reactions
          .get(Number(row.seq))
          ?.map(({ emoji, user, at }) => ({ emoji, user, at: timeText(at) })),
      }
    if (rows.length < PAGE) return
    after = Number(last)
  }
}

const timeText = (at: number): string => new Date(Number(at)).toISOString()

const messagesAfter = (db: Db, room: RoomId, after: number, now: number) =>
  db
    .selectFrom('messages')
    .select(['id', 'seq', 'sender', 'text', 'data', 'thread', 'in_room', 'reply_to', 'system'])
    .select(['created_at', 'edited_at'])
    .where('room', '=', room)
    .where('seq', '>', after)
    .where('deleted_at', 'is', null)
    .where('hidden', 'is', null)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', now)]))
    .orderBy('seq')
    .limit(PAGE)
    .execute()

const reactionsBetween = (db: Db, room: RoomId, after: number, last: number) =>
  db
    .selectFrom('reactions')
    .select(['seq', 'emoji', 'user', 'at'])
    .where('room', '=', room)
    .where('seq', '>', after)
    .where('seq', '<=', last)
    .where('hidden', 'is', null)
    .orderBy('seq')
    .orderBy('at')
    .execute()

const versionsBetween = (db: Db, room: RoomId, after: number, last: number) =>
  db
    .selectFrom('versions')
    .select(['seq', 'text', 'at'])
    .where('room', '=', room)
    .where('seq', '>', after)
    .where('seq', '<=', last)
    .orderBy('seq')
    .orderBy('version')
    .execute()
