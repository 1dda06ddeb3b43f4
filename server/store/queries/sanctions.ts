import { sql } from 'kysely'
import type { RoomId, SanctionId, UserId } from '../../../protocol/ids.ts'
import type { SanctionRow } from '../tables/moderation-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'
import type { OfMember } from './keys.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]
type Place = SanctionRow['place']
/** `at`: the time at which they are in force. */
type PageInForce = { at: number; before: number; id: string; limit: number }

const joined = (db: Db) =>
  db
    .selectFrom('sanctions')
    .leftJoin('users', 'users.id', 'sanctions.user')
    .selectAll('sanctions')
    .select('users.name as user_name')

const inForce = (db: Db, a: { at: number }) =>
  joined(db)
    .where('sanctions.ended_at', 'is', null)
    .where((e) => e.or([e('sanctions.until', 'is', null), e('sanctions.until', '>', a.at)]))

/** The latest first, after a position in their order. */
const page = (db: Db, a: PageInForce) =>
  inForce(db, a)
    .where((e) =>
      e.or([
        e('sanctions.created_at', '<', a.before),
        e.and([
          e('sanctions.created_at', '=', a.before),
          e('sanctions.id', '<', a.id as SanctionId),
        ]),
      ]),
    )
    .orderBy('sanctions.created_at', 'desc')
    .orderBy('sanctions.id', 'desc')
    .limit(a.limit)

export const sanction = query((db, a: { id: SanctionId }) =>
  joined(db).where('sanctions.id', '=', a.id),
)

/** Of all rooms and of the server. */
export const sanctionsInForce = query((db, a: PageInForce) => page(db, a))

export const sanctionsIn = query((db, a: PageInForce & { place: Place }) =>
  page(db, a).where('sanctions.place', '=', a.place),
)

export const sanctionsOfUser = query((db, a: PageInForce & { user: UserId }) =>
  page(db, a).where('sanctions.user', '=', a.user),
)

/** Those that the user may know of. */
export const sanctionsShownTo = query((db, a: PageInForce & { user: UserId }) =>
  page(db, a)
    .where('sanctions.user', '=', a.user)
    .where('sanctions.kind', '!=', sql.lit('shadow_ban')),
)

export const sanctionsOfUserIn = query((db, a: PageInForce & { place: Place; user: UserId }) =>
  page(db, a).where('sanctions.user', '=', a.user).where('sanctions.place', '=', a.place),
)

/** The one of a kind on a user. */
export const sanctionOn = query(
  (db, a: { place: Place; user: UserId; kind: SanctionRow['kind']; at: number }) =>
    inForce(db, a)
      .where('sanctions.user', '=', a.user)
      .where('sanctions.place', '=', a.place)
      .where('sanctions.kind', '=', a.kind),
)

/** The networks that are banned from the server. */
export const bannedNetworks = query((db, a: { at: number }) =>
  inForce(db, a)
    .where('sanctions.place', '=', sql.lit('server'))
    .where('sanctions.addresses', 'is not', null),
)

export const insertSanction = query((db, a: SanctionRow) =>
  db.insertInto('sanctions').values({ ...columns(a, SANCTION) }),
)

export const endSanction = query((db, a: { id: SanctionId; at: number }) =>
  db.updateTable('sanctions').set({ ended_at: a.at }).where('id', '=', a.id),
)

export const setAppeal = query(
  (db, a: Pick<SanctionRow, 'id' | 'appeal' | 'appealed_at' | 'outcome' | 'note'>) =>
    db
      .updateTable('sanctions')
      .set({ appeal: a.appeal, appealed_at: a.appealed_at, outcome: a.outcome, note: a.note })
      .where('id', '=', a.id),
)

export const eraseSanctionTexts = query((db, a: { user: UserId }) =>
  db
    .updateTable('sanctions')
    .set({ reason: null, appeal: null, note: null })
    .where('user', '=', a.user),
)

/** The texts of a room that was deleted. The rows stay, because events refer to them. */
export const eraseSanctionTextsIn = query((db, a: { room: RoomId }) =>
  db
    .updateTable('sanctions')
    .set({ reason: null, appeal: null, note: null })
    .where('place', '=', a.room),
)

export const muteMember = query((db, a: OfMember & { until: number | null }) =>
  db
    .updateTable('members')
    .set({ muted_until: a.until })
    .where('room', '=', a.room)
    .where('user', '=', a.user),
)

export const muteUser = query((db, a: { id: UserId; until: number | null }) =>
  db.updateTable('users').set({ muted_until: a.until }).where('id', '=', a.id),
)

export const banUser = query((db, a: { id: UserId; until: number | null }) =>
  db.updateTable('users').set({ banned_until: a.until }).where('id', '=', a.id),
)

/** The staff of the server, the highest roles first. */
export const serverStaff = query((db, a: { limit: number }) =>
  db
    .selectFrom('users')
    .select('id as user')
    .where('role', 'is not', null)
    .where('deleted_at', 'is', null)
    .orderBy('role')
    .orderBy('id')
    .limit(a.limit),
)

const SANCTION = [
  'id',
  'kind',
  'place',
  'user',
  'addresses',
  'until',
  'reason',
  'by',
  'created_at',
  'ended_at',
  'appeal',
  'appealed_at',
  'outcome',
  'note',
] as const
