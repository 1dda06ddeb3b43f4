import { sql } from 'kysely'
import type { InvitationId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { InvitationRow } from '../tables/consent-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'
import type { InRoom } from './keys.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]

const joined = (db: Db) =>
  db
    .selectFrom('invitations')
    .innerJoin('rooms', 'rooms.id', 'invitations.room')
    .innerJoin('users', 'users.id', 'invitations.by')
    .selectAll('invitations')
    .select(['rooms.name as room_name', 'users.name as by_name'])

export const invitation = query((db, a: { id: InvitationId }) =>
  joined(db).where('invitations.id', '=', a.id),
)

/** `code` is the hash of the code. */
export const invitationByCode = query((db, a: { code: string }) =>
  joined(db).where('invitations.code', '=', a.code),
)

/** Locks an invitation, so that two users cannot both take its last use. */
export const lockInvitation = query((db, a: { id: InvitationId }) =>
  db.selectFrom('invitations').select('uses').where('id', '=', a.id).forUpdate(),
)

const open = (db: Db, a: { now: number }) =>
  joined(db)
    .where('invitations.ended_at', 'is', null)
    .where((e) =>
      e.or([e('invitations.expires_at', 'is', null), e('invitations.expires_at', '>', a.now)]),
    )

export const invitationsOfRoom = query((db, a: InRoom & { now: number }) =>
  open(db, a).where('invitations.room', '=', a.room).orderBy('invitations.id'),
)

/** The newest invitations, the newest first. */
export const invitationsOf = query((db, a: { user: UserId; now: number }) =>
  open(db, a)
    .where('invitations.user', '=', a.user)
    .where('invitations.dropped', 'is', null)
    .orderBy('invitations.id', 'desc')
    .limit(sql.lit(LIMITS.invitationsListed)),
)
/** Those that have expired and were not ended yet. */
export const expiredInvitations = query((db, a: { now: number; limit: number }) =>
  db
    .selectFrom('invitations')
    .select('id')
    .where('ended_at', 'is', null)
    .where('expires_at', '<=', a.now)
    .orderBy('expires_at')
    .limit(a.limit),
)

/** Those that ended before a time. */
export const endedInvitations = query((db, a: { before: number; limit: number }) =>
  db
    .selectFrom('invitations')
    .select('id')
    .where('ended_at', '<', a.before)
    .orderBy('ended_at')
    .limit(a.limit),
)

export const deleteInvitation = query((db, a: { id: InvitationId }) =>
  db.deleteFrom('invitations').where('id', '=', a.id),
)

export const insertInvitation = query((db, a: InvitationRow) =>
  db.insertInto('invitations').values({ ...columns(a, INVITATION) }),
)

export const setUses = query((db, a: { id: InvitationId; uses: number }) =>
  db.updateTable('invitations').set({ uses: a.uses }).where('id', '=', a.id),
)

export const endInvitation = query((db, a: { id: InvitationId; uses: number; at: number }) =>
  db
    .updateTable('invitations')
    .set({ code: null, uses: a.uses, ended_at: a.at })
    .where('id', '=', a.id),
)

export const endInvitations = query((db, a: InRoom & { at: number }) =>
  db.updateTable('invitations').set({ code: null, ended_at: a.at }).where('room', '=', a.room),
)

const INVITATION = [
  'id',
  'room',
  'by',
  'user',
  'code',
  'uses',
  'max_uses',
  'expires_at',
  'created_at',
  'ended_at',
  'dropped',
] as const
