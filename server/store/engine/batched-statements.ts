import { sql } from 'kysely'
import { LIMITS } from '../../../protocol/limits.ts'
import * as queries from '../queries/queries.ts'
import type { Batch, JsonColumns, JsonRows } from '../tables/json-rows.ts'
import { type Query, raw } from '../tables/statement.ts'
import { type Changes, changes } from './batched-changes.ts'
import { inserts } from './batched-inserts.ts'
import { unreadCounts } from './batched-unread.ts'

const STANDING: JsonColumns = { n: 'number', room: 'text', user: 'text' }
const ONCE: JsonColumns = {
  n: 'number',
  room: 'text',
  sender: 'text',
  clientId: 'text',
  viewer: 'text',
}
const MEMBER: JsonColumns = { n: 'number', room: 'text', user: 'text' }
const BY_ID: JsonColumns = { n: 'number', room: 'text', id: 'text', viewer: 'text' }
const AT: JsonColumns = { n: 'number', room: 'text', seq: 'number' }
const BY_SEQ: JsonColumns = { ...AT, viewer: 'text' }
const REACTION: JsonColumns = { ...AT, emoji: 'text', user: 'text' }
const FROM: JsonColumns = { n: 'number', room: 'text', from: 'number', viewer: 'text' }
const OWN: JsonColumns = { ...AT, user: 'text' }
const SESSION: JsonColumns = { n: 'number', id: 'text' }
const LOG: JsonColumns = { log: 'text' }
const DUE: JsonColumns = { n: 'number', kind: 'text', now: 'number' }
const UNTIL: JsonColumns = { n: 'number', log: 'text', until: 'number' }
// The columns and joins of queries/messages.ts, for many messages in one statement.
const VIEWER = sql`a.viewer`
const JOINED = sql`messages.*, users.name as sender_name, rooms.deleted_at as room_deleted_at, quoted.seq as quoted_seq,
  quoted.sender as quoted_sender, quoted_users.name as quoted_name,
  quoted.deleted_at as quoted_deleted_at, quoted.hidden as quoted_hidden,
  quoted.expires_at as quoted_expires_at,
  ${queries.seesAllOf(VIEWER)} as sees_all,
  case when rooms.only_joined = 0 then substr(quoted.text, 1, ${sql.lit(LIMITS.quoteLength)}) end
    as quoted_text`
const VISIBLE = queries.visibleTo(VIEWER)
const JOINS = sql`
  join users on users.id = messages.sender
  join rooms on rooms.id = messages.room
  left join messages quoted on quoted.id = messages.reply_to
  left join users quoted_users on quoted_users.id = quoted.sender`
const DUE_JOB = sql`select 1 from jobs where jobs.kind = a.kind and jobs.due <= a.now`
/** The queries that run for many arguments in one round trip, such as the steps of a send. */
export function batches(
  rows: JsonRows,
  dialect: Changes,
): ReadonlyMap<unknown, Query<Batch, { n: number }>> {
  const from = (a: Batch, columns: JsonColumns) => rows(a.json, columns)
  // MySQL rejects `for update` with a table that is built from JSON, unless that is in a subquery.
  const apart = (a: Batch, columns: JsonColumns) => sql`(select * from ${from(a, columns)}) as a`
  return new Map<unknown, Query<Batch, { n: number }>>([
    [
      queries.dueJob,
      raw((a) => sql`select a.n, a.kind from ${from(a, DUE)} where exists (${DUE_JOB})`),
    ],
    [
      queries.standing,
      raw(
        (a) => sql`
          select a.n, rooms.*, logs.seq, users.id as user_id, users.name as user_name,
            users.role as server_role, users.shadow_banned, users.muted_until as user_muted_until,
            members.muted_until, members.blocked, members.role, members.joined_seq, members.sent_at
          from ${from(a, STANDING)}
          join rooms on rooms.id = a.room and rooms.deleted_at is null
          join logs on logs.log = rooms.id
          join users on users.id = a.${sql.ref('user')} and users.deleted_at is null
          left join members on members.room = rooms.id and members.${sql.ref('user')} = users.id
            and members.left_seq is null`,
      ),
    ],
    [
      queries.messageByClientId,
      raw(
        (a) => sql`
          select a.n, ${JOINED} from ${from(a, ONCE)}
          join messages on messages.room = a.room and messages.sender = a.sender
            and messages.client_id = a.${sql.ref('clientId')} and ${VISIBLE} ${JOINS}`,
      ),
    ],
    [
      queries.messageById,
      raw(
        (a) => sql`
          select a.n, ${JOINED} from ${from(a, BY_ID)}
          join messages on messages.room = a.room and messages.id = a.id and ${VISIBLE} ${JOINS}`,
      ),
    ],
    [
      queries.messageBySeq,
      raw(
        (a) => sql`
          select a.n, ${JOINED} from ${from(a, BY_SEQ)}
          join messages on messages.room = a.room and messages.seq = a.seq and ${VISIBLE} ${JOINS}`,
      ),
    ],
    [
      queries.reaction,
      raw(
        (a) => sql`
          select a.n, reactions.hidden from ${from(a, REACTION)}
          join reactions on reactions.room = a.room and reactions.seq = a.seq
            and reactions.emoji = a.emoji and reactions.${sql.ref('user')} = a.${sql.ref('user')}`,
      ),
    ],
    [
      queries.countOwnReactions,
      raw(
        (a) => sql`
          select a.n, (
            select count(*) from reactions
            where reactions.room = a.room and reactions.seq = a.seq
              and reactions.${sql.ref('user')} = a.${sql.ref('user')}) as count
          from ${from(a, OWN)}`,
      ),
    ],
    [
      queries.follower,
      raw(
        (a) => sql`
          select a.n, followers.* from ${from(a, { n: 'number', thread: 'text', user: 'text' })}
          join followers on followers.thread = a.thread
            and followers.${sql.ref('user')} = a.${sql.ref('user')}`,
      ),
    ],
    [
      queries.lockMessage,
      raw(
        (a) => sql`
          select a.n, messages.seq from ${apart(a, AT)}
          join messages on messages.room = a.room and messages.seq = a.seq for update`,
      ),
    ],
    [
      queries.session,
      raw(
        (a) => sql`
          select a.n, sessions.* from ${from(a, SESSION)} join sessions on sessions.id = a.id`,
      ),
    ],
    [
      queries.lockSession,
      raw(
        (a) => sql`
          select a.n, sessions.id from ${apart(a, SESSION)} join sessions on sessions.id = a.id
          order by sessions.id for update`,
      ),
    ],
    [
      queries.user,
      raw(
        (a) => sql`
          select a.n, users.* from ${from(a, { n: 'number', id: 'text' })}
          join users on users.id = a.id`,
      ),
    ],
    [
      queries.knownUser,
      raw(
        (a) => sql`
          select a.n, users.* from ${from(a, { n: 'number', id: 'text', to: 'text' })}
          join users on users.id = a.id
          where a.id = a.${sql.ref('to')} or exists (
            select 1 from members mine join members theirs on theirs.room = mine.room
            where mine.${sql.ref('user')} = a.${sql.ref('to')} and mine.left_seq is null
              and theirs.${sql.ref('user')} = a.id and theirs.left_seq is null
            -- Otherwise PostgreSQL would join all memberships once and look up each user in the result.
            limit 1 offset 0)`,
      ),
    ],
    [
      queries.roomOf,
      raw(
        (a) => sql`
          select a.n, rooms.*, logs.seq, logs.at, members.role, members.read_seq,
            members.unread_from, members.preferences, members.joined_seq, members.hidden_seq
          from ${from(a, MEMBER)}
          join members on members.room = a.room and members.${sql.ref('user')} = a.${sql.ref('user')}
            and members.left_seq is null
          join rooms on rooms.id = a.room join logs on logs.log = rooms.id`,
      ),
    ],
    [
      queries.member,
      raw(
        (a) => sql`
          select a.n, members.*, users.name, users.kind from ${from(a, MEMBER)}
          join members on members.room = a.room and members.${sql.ref('user')} = a.${sql.ref('user')}
          join users on users.id = members.${sql.ref('user')}`,
      ),
    ],
    [
      queries.room,
      raw(
        (a) => sql`
          select a.n, rooms.*, logs.seq from ${from(a, { n: 'number', room: 'text' })}
          join rooms on rooms.id = a.room join logs on logs.log = rooms.id`,
      ),
    ],
    [
      queries.lastMessage,
      raw(
        (a) => sql`
          select a.n, ${JOINED} from ${from(a, FROM)}
          join messages on messages.room = a.room and messages.seq = (
            select x.seq from messages x where x.room = a.room and x.seq >= a.${sql.ref('from')}
              and (x.thread is null or x.in_room = 1) and ${queries.visibleTo(VIEWER, 'x')} order by x.seq desc limit 1) ${JOINS}`,
      ),
    ],
    ...unreadCounts(rows),
    [
      queries.log,
      raw(
        (a) => sql`
        select a.n, logs.log, logs.seq, logs.at
        from ${from(a, { n: 'number', ...LOG })} join logs on logs.log = a.log`,
      ),
    ],
    [
      queries.seqUntil,
      raw(
        (a) => sql`
          with recursive part (n, log, until, low, high) as (
            select a.n, a.log, a.until, 0 * logs.seq, logs.seq
            from ${from(a, UNTIL)} join logs on logs.log = a.log
            union all
            select part.n, part.log, part.until, ${queries.halvedBy(sql`part.until`)}
            from part join events on events.log = part.log and events.seq = ${queries.MIDDLE}
            where part.low < part.high)
          select n, low as seq from part where low = high`,
      ),
    ],
    [
      queries.lastUntil,
      raw(
        (a) => sql`
          select a.n, (
            select max(events.at) from events
            where events.log = a.log and events.seq >= a.${sql.ref('from')}
              and events.seq <= a.${sql.ref('to')} and events.at <= a.until) as at
          from ${from(a, { ...UNTIL, from: 'number', to: 'number' })}`,
      ),
    ],
    [
      queries.lastReplyUntil,
      raw(
        (a) => sql`
          select a.n, (
            select m.created_at from messages m
            where m.thread = a.thread and m.seq <= a.seq and m.created_at <= a.until
            order by m.seq desc limit 1) as at
          from ${from(a, { n: 'number', thread: 'text', seq: 'number', until: 'number' })}`,
      ),
    ],
    [
      queries.imported,
      raw(
        (a) => sql`
          select a.n, imported.id from ${from(a, { n: 'number', hash: 'text' })}
          join imported on imported.hash = a.hash`,
      ),
    ],
    [
      queries.lockLog,
      raw(
        (a) => sql`
        select logs.log from ${apart(a, LOG)} join logs on logs.log = a.log
        order by logs.log for update`,
      ),
    ],
    ...inserts(rows),
    ...changes(rows, dialect),
  ])
}

/** The queries of which every row is read, for many arguments in one round trip. */
export const lists = (rows: JsonRows): ReadonlyMap<unknown, Query<Batch, { n: number }>> =>
  new Map<unknown, Query<Batch, { n: number }>>([
    [
      queries.blockersIn,
      raw(
        (a) => sql`
          select a.n, blocks.${sql.ref('user')} from ${rows(a.json, MEMBER)}
          join blocks on blocks.blocked = a.${sql.ref('user')}
          join members on members.room = a.room
            and members.${sql.ref('user')} = blocks.${sql.ref('user')} and members.left_seq is null`,
      ),
    ],
  ])
