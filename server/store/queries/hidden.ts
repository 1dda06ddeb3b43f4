import { type RawBuilder, sql } from 'kysely'
import { SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { InRoom } from './keys.ts'

type Viewer = UserId | RawBuilder<unknown>

/**
 * Whether a user sees what is hidden in a room: its staff, the server's staff who are members, and the system user. In a
 * dm, which belongs to both users alike, nobody does.
 */
const seesAll = (viewer: Viewer, room: RawBuilder<unknown>) => sql`
  (${viewer} = ${sql.lit(SYSTEM)} or exists (
    select 1 from members as seers
    join users as seeing on seeing.id = ${SEER}
    join rooms as seen on seen.id = seers.room
    where seers.room = ${room} and ${SEER} = ${viewer} and seers.left_seq is null
    and seen.type <> 'dm' and (seers.role <> 'member' or seeing.role is not null)))`

const SEER = sql.ref('seers.user')

/**
 * Whether a user sees a message, or that it was deleted. Hidden messages are rare, and only for them is anything read but
 * this row. `table`: the alias of `messages`.
 */
export function visibleTo(viewer: Viewer, table = 'messages') {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  const { hidden, sender, room } = {
    hidden: column('hidden'),
    sender: column('sender'),
    room: column('room'),
  }
  return sql<boolean>`(${hidden} is null or ${hidden} > 1 or ${sender} = ${viewer} or ${seesAll(viewer, room)})`
}

/** 1 if a user sees everything of a message, 0 if not; null for a message of which nothing is hidden. */
export const seesAllOf = (viewer: Viewer) => sql<number | null>`
  case when messages.hidden is null and messages.hidden_parts is null and quoted.hidden is null then null
  when ${seesAll(viewer, sql.ref('messages.room'))} then 1 else 0 end`

/** Whether a user sees a reaction. */
export const visibleReaction = (viewer: Viewer) =>
  sql<boolean>`(reactions.hidden is null or ${sql.ref('reactions.user')} = ${viewer} or ${seesAll(viewer, sql.ref('reactions.room'))})`

/** The members who see what is hidden in a room. */
export const seers = query((db, a: InRoom) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user')
    .innerJoin('rooms', 'rooms.id', 'members.room')
    .select('members.user')
    .where('members.room', '=', a.room)
    .where('members.left_seq', 'is', null)
    .where('rooms.type', '!=', 'dm')
    .where((e) => e.or([e('members.role', '!=', 'member'), e('users.role', 'is not', null)])),
)
