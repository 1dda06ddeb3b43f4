import type { PasskeyId, UserId } from '../../../protocol/ids.ts'
import type { ChallengeRow, PasskeyRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const passkey = query((db, a: { id: PasskeyId }) =>
  db.selectFrom('passkeys').selectAll().where('id', '=', a.id),
)

export const passkeyByCredential = query((db, a: { hash: string }) =>
  db.selectFrom('passkeys').selectAll().where('hash', '=', a.hash),
)

export const passkeysOf = query((db, a: { user: UserId }) =>
  db.selectFrom('passkeys').selectAll().where('user', '=', a.user).orderBy('id'),
)

export const insertPasskey = query((db, a: PasskeyRow) =>
  db.insertInto('passkeys').values({ ...columns(a, PASSKEY) }),
)

export const usePasskey = query((db, a: { id: PasskeyId; counter: number; used_at: number }) =>
  db.updateTable('passkeys').set({ counter: a.counter, used_at: a.used_at }).where('id', '=', a.id),
)

export const deletePasskey = query((db, a: { id: PasskeyId }) =>
  db.deleteFrom('passkeys').where('id', '=', a.id),
)

export const erasePasskeys = query((db, a: { user: UserId }) =>
  db.deleteFrom('passkeys').where('user', '=', a.user),
)

export const challenge = query((db, a: { hash: string }) =>
  db.selectFrom('challenges').selectAll().where('hash', '=', a.hash),
)

/** Locks a challenge, so that it cannot be used twice. */
export const lockChallenge = query((db, a: { hash: string }) =>
  db.selectFrom('challenges').select('hash').where('hash', '=', a.hash).forUpdate(),
)

export const insertChallenge = query((db, a: ChallengeRow) =>
  db.insertInto('challenges').values({ ...columns(a, CHALLENGE) }),
)

export const deleteChallenge = query((db, a: { hash: string }) =>
  db.deleteFrom('challenges').where('hash', '=', a.hash),
)

export const deleteChallengesOf = query((db, a: { user: UserId }) =>
  db.deleteFrom('challenges').where('user', '=', a.user),
)

/** The end of a challenge that has expired, after as many others as `skipped`. */
export const expiredChallenge = query((db, a: { now: number; skipped: number }) =>
  db
    .selectFrom('challenges')
    .select('until')
    .where('until', '<=', a.now)
    .orderBy('until')
    .limit(1)
    .offset(a.skipped),
)

export const deleteChallengesUntil = query((db, a: { until: number }) =>
  db.deleteFrom('challenges').where('until', '<=', a.until),
)

const PASSKEY = [
  'id',
  'hash',
  'credential',
  'user',
  'public_key',
  'counter',
  'transports',
  'name',
  'created_at',
  'used_at',
] as const
const CHALLENGE = ['hash', 'user', 'until'] as const
