import type { SessionId, UserId } from '../../../protocol/ids.ts'
import type { RefreshTokenRow, SessionRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

type OfSession = { readonly session: SessionId }

export const session = query((db, a: { id: SessionId }) =>
  db.selectFrom('sessions').selectAll().where('id', '=', a.id),
)

/** Locks a session: its refreshes and its end run one after the other. */
export const lockSession = query((db, a: { id: SessionId }) =>
  db.selectFrom('sessions').select('id').where('id', '=', a.id).forUpdate(),
)

export const sessionsOf = query((db, a: { user: UserId; since: number }) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('user', '=', a.user)
    .where('used_at', '>', a.since)
    .orderBy('used_at', 'desc')
    .orderBy('id', 'desc'),
)

/** The user of an access token. */
export const userByAccess = query((db, a: { hash: string }) =>
  db
    .selectFrom('refresh_tokens')
    .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session')
    .innerJoin('users', 'users.id', 'sessions.user')
    .selectAll('users')
    .select(['refresh_tokens.access_until', 'refresh_tokens.session'])
    .where('refresh_tokens.access_hash', '=', a.hash)
    .where('users.deleted_at', 'is', null),
)

export const refreshToken = query((db, a: { hash: string }) =>
  db.selectFrom('refresh_tokens').selectAll().where('hash', '=', a.hash),
)

export const insertSession = query((db, a: SessionRow) =>
  db.insertInto('sessions').values({ ...columns(a, SESSION) }),
)

export const updateSession = query(
  (db, a: Pick<SessionRow, 'id' | 'used_at' | 'address' | 'client' | 'number'>) =>
    db
      .updateTable('sessions')
      .set({ used_at: a.used_at, address: a.address, client: a.client, number: a.number })
      .where('id', '=', a.id),
)

export const insertRefreshToken = query((db, a: RefreshTokenRow) =>
  db.insertInto('refresh_tokens').values({ ...columns(a, REFRESH_TOKEN) }),
)

export const setRefreshTokenUsed = query((db, a: { hash: string; at: number }) =>
  db.updateTable('refresh_tokens').set({ used_at: a.at }).where('hash', '=', a.hash),
)

/** Old tokens of a session. */
export const deleteRefreshTokensUpTo = query((db, a: OfSession & { number: number }) =>
  db.deleteFrom('refresh_tokens').where('session', '=', a.session).where('number', '<=', a.number),
)

export const deleteSession = query((db, a: { id: SessionId }) =>
  db.deleteFrom('sessions').where('id', '=', a.id),
)

export const deleteRefreshTokens = query((db, a: OfSession) =>
  db.deleteFrom('refresh_tokens').where('session', '=', a.session),
)

export const deleteTicketsOfGuest = query((db, a: { user: UserId }) =>
  db.deleteFrom('tickets').where('user', '=', a.user).where('session', 'is', null),
)

const ofUser = (db: Db, user: UserId) =>
  db.selectFrom('sessions').select('id').where('user', '=', user)
type Db = Parameters<Parameters<typeof query>[0]>[0]

export const eraseRefreshTokens = query((db, a: { user: UserId }) =>
  db.deleteFrom('refresh_tokens').where('session', 'in', ofUser(db, a.user)),
)

export const eraseSessions = query((db, a: { user: UserId }) =>
  db.deleteFrom('sessions').where('user', '=', a.user),
)

/** Sessions that nobody can use any more. */
export const expiredSessions = query((db, a: { before: number; limit: number }) =>
  db
    .selectFrom('sessions')
    .select('id')
    .where('used_at', '<=', a.before)
    .orderBy('used_at')
    .limit(a.limit),
)

const SESSION = ['id', 'user', 'created_at', 'used_at', 'address', 'client', 'number'] as const
const REFRESH_TOKEN = [
  'hash',
  'session',
  'number',
  'access_hash',
  'access_until',
  'created_at',
  'used_at',
] as const
