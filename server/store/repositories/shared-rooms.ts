import { encodeItems, encodeOnce, jsonOf } from '../../../protocol/encoded-once.ts'
import type { Message, MyRoom, Room } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { allHandled, type Whole } from '../../../protocol/whole.ts'
import * as queries from '../queries/queries.ts'
import { toPreferences, toRoom, unreadSince } from '../tables/rows.ts'
import type { LastMessage, RecentMessages, SharedRoom } from '../tables/shared-room.ts'
import type { Query, Run, SharedReads } from '../tables/statement.ts'
import { messagesFor, present } from './messages-for.ts'

/** The most seqs of which the messages are kept for a room. Unread messages before them are counted in the database. */
const MOST_RECENT = 256

/** A membership, and the end of the room's log. `is_mentioned`: see `myRooms`. */
type Row = (typeof queries.membershipsOf extends Query<infer _, infer R>
  ? Omit<R, 'is_mentioned'>
  : never) & {
  readonly is_mentioned?: number
}
type Own = Whole<Omit<MyRoom, keyof Room | 'lastMessage'>>
type Mine = { readonly room: Whole<Room>; readonly own: Own; readonly last: Last }
/** `seq`: 0 if the user sees no message. */
type Last = { readonly seq: number } | { readonly row: RowOfMessage | undefined }
type RowOfMessage = typeof queries.lastMessage extends Query<infer _, infer R> ? R : never

/**
 * The user's rooms, from what all members share: the rooms, their last messages, and which messages count as unread. Only
 * what has changed since is read. `roomOf`: the room itself, if the row has it.
 */
export async function sharedRooms<R extends Row>(
  run: Run,
  shared: SharedReads,
  user: UserId,
  rows: readonly R[],
  roomOf: (row: R) => Whole<Room> | undefined,
): Promise<readonly Whole<MyRoom>[]> {
  const blocked = await blockedBy(run, user)
  const mine: Mine[] = []
  for (const row of rows) {
    const { id, seq } = row
    const state = shared.room(id, () => ({ room: undefined, last: undefined, recent: undefined }))
    let { room } = state
    if (room?.seq !== seq) room = state.room = await readRoom(run, id, roomOf(row))
    const only_joined = room.history === 'joined' ? 1 : 0
    const since = unreadSince({ ...membershipOf(row), only_joined }, user)
    const isBehind = since.seq < seq
    const isCounted = isBehind && seq - since.seq <= MOST_RECENT
    let { recent } = state
    if (isCounted && !covers(recent, since.seq, seq))
      recent = state.recent = await readRecent(run, id, recent, since.seq, seq)
    const unread = isCounted
      ? countUnread(recent, since.seq, user, blocked)
      : isBehind
        ? await countOf(run, queries.unread, since)
        : 0
    const mentions =
      isBehind && row.is_mentioned !== 0 ? await countOf(run, queries.unreadMentions, since) : 0
    let { last } = state
    if (last?.until !== seq) last = state.last = await readLast(run, id, recent, seq)
    const from = only_joined === 1 ? row.joined_seq : 1
    mine.push({
      room,
      own: ownOf(row, unread, mentions),
      last: last.isHidden
        ? { row: await run.first(queries.lastMessage, { room: id, from, viewer: user }) }
        : { seq: last.seq >= from ? last.seq : 0 },
    })
  }
  return withLastMessages(run, user, mine)
}

const membershipOf = ({ id, joined_seq, read_seq, unread_from }: Row) => ({
  id,
  joined_seq,
  read_seq,
  unread_from,
})

const ownOf = (row: Row, unread: number, mentions: number): Own => ({
  role: row.role,
  joinedSeq: row.joined_seq,
  readSeq: row.read_seq,
  unreadFrom: row.unread_from ?? undefined,
  unread,
  mentions,
  preferences: toPreferences(row),
})

async function withLastMessages(
  run: Run,
  user: UserId,
  mine: readonly Mine[],
): Promise<readonly Whole<MyRoom>[]> {
  const keys = mine.flatMap(({ room, last }) =>
    'seq' in last && last.seq > 0 ? [{ room: room.id, seq: last.seq, viewer: user }] : [],
  )
  const found = await run.many(queries.messageBySeq, keys)
  const others = mine.flatMap(({ last }) => ('row' in last ? [last.row] : []))
  const messages = await messagesFor(run, present([...found, ...others]), user)
  const lastOf = new Map<RoomId, Whole<Message>>(messages.map((each) => [each.room, each]))
  const rooms = mine.map(({ room, own }) => toMyRoom(room, own, lastOf.get(room.id)))
  return encodeItems(rooms, (i) => {
    const { room, own } = mine[i] as Mine
    const last = lastOf.get(room.id)
    const lastJson = last === undefined ? '' : `,"lastMessage":${jsonOf(last)}`
    return `${jsonOf(room).slice(0, -1)},${jsonOfOwn(own)}${lastJson}}`
  })
}

/** Much faster than with `...`. */
const toMyRoom = (
  room: Whole<Room>,
  own: Own,
  lastMessage: Whole<Message> | undefined,
): Whole<MyRoom> => ({
  id: room.id,
  type: room.type,
  name: room.name,
  topic: room.topic,
  data: room.data,
  readOnly: room.readOnly,
  history: room.history,
  features: room.features,
  entry: room.entry,
  question: room.question,
  preview: room.preview,
  slowSeconds: room.slowSeconds,
  retentionSeconds: room.retentionSeconds,
  memberCount: room.memberCount,
  seq: room.seq,
  createdAt: room.createdAt,
  archivedAt: room.archivedAt,
  role: own.role,
  joinedSeq: own.joinedSeq,
  readSeq: own.readSeq,
  unreadFrom: own.unreadFrom,
  unread: own.unread,
  mentions: own.mentions,
  preferences: own.preferences,
  lastMessage,
})

/** The fields as JSON, without braces. They are numbers, a role, and preferences. */
function jsonOfOwn(own: Own): string {
  const { role, joinedSeq, readSeq, unreadFrom, unread, mentions, preferences, ...rest } = own
  allHandled(rest)
  const mark = unreadFrom === undefined ? '' : `,"unreadFrom":${unreadFrom}`
  return `"role":"${role}","joinedSeq":${joinedSeq},"readSeq":${readSeq}${mark},"unread":${unread},"mentions":${mentions},"preferences":${jsonOf(preferences)}`
}

/** A user can block a thousand others at most. */
async function blockedBy(run: Run, user: UserId): Promise<ReadonlySet<UserId>> {
  const rows = await run.all(queries.blocksOf, { user })
  return new Set(rows.map(({ blocked }) => blocked))
}

async function readRoom(run: Run, room: RoomId, known: Whole<Room> | undefined) {
  const row = known === undefined ? await run.first(queries.room, { room }) : undefined
  const found = row === undefined ? known : toRoom(row)
  if (found === undefined) throw new Error(`a member is in a room that does not exist: ${room}`)
  return Object.freeze(encodeOnce(found))
}

const covers = (recent: RecentMessages | undefined, after: number, until: number): boolean =>
  recent !== undefined && recent.after <= after && recent.until === until

/** Reads the messages that are not kept: new ones, and those before. */
async function readRecent(
  run: Run,
  room: RoomId,
  kept: RecentMessages | undefined,
  after: number,
  until: number,
): Promise<RecentMessages> {
  const read = (from: number, to: number) =>
    from >= to ? [] : run.all(queries.recentMessages, { room, after: from, until: to })
  if (kept === undefined || until - kept.after > 2 * MOST_RECENT)
    return { after, until, messages: await read(after, until) }
  return {
    after: Math.min(after, kept.after),
    until,
    messages: [
      ...(await read(after, kept.after)),
      ...kept.messages,
      ...(await read(kept.until, until)),
    ],
  }
}

function countUnread(
  recent: RecentMessages | undefined,
  after: number,
  user: UserId,
  blocked: ReadonlySet<UserId>,
): number {
  let count = 0
  for (const { seq, sender, counts } of recent?.messages ?? [])
    if (counts === 1 && seq > after && sender !== user && !blocked.has(sender)) count++
  return count
}

async function readLast(
  run: Run,
  room: RoomId,
  recent: SharedRoom['recent'],
  until: number,
): Promise<LastMessage> {
  const known = recent?.until === until ? recent.messages.at(-1) : undefined
  const row = known ?? (await run.first(queries.lastSeq, { room }))
  return { until, seq: row?.seq ?? 0, isHidden: row !== undefined && row.hidden !== null }
}

async function countOf(
  run: Run,
  query: typeof queries.unread,
  since: ReturnType<typeof unreadSince>,
): Promise<number> {
  return (await run.first(query, since))?.count ?? 0
}
