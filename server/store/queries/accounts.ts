import type { UserId } from '../../../protocol/ids.ts'
import type { AccountRow, SignInAttemptRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const account = query((db, a: { user: UserId }) =>
  db
    .selectFrom('accounts')
    .innerJoin('users', 'users.id', 'accounts.user')
    .selectAll('users')
    .select(['accounts.password', 'accounts.password_at', 'accounts.created_at as account_at'])
    .where('accounts.user', '=', a.user)
    .where('users.deleted_at', 'is', null),
)

export const lockAccount = query((db, a: { user: UserId }) =>
  db.selectFrom('accounts').select('user').where('user', '=', a.user).forUpdate(),
)

export const insertAccount = query((db, a: AccountRow) =>
  db.insertInto('accounts').values({ ...columns(a, ACCOUNT) }),
)

export const setPassword = query((db, a: { user: UserId; password: string; password_at: number }) =>
  db
    .updateTable('accounts')
    .set({ password: a.password, password_at: a.password_at })
    .where('user', '=', a.user),
)

export const deleteAccount = query((db, a: { user: UserId }) =>
  db.deleteFrom('accounts').where('user', '=', a.user),
)

/** A guest who signs up. */
export const makePerson = query((db, a: { id: UserId }) =>
  db.updateTable('users').set({ kind: 'person' }).where('id', '=', a.id),
)

/**
 * Creates the row of a login, or locks it: attempts at the same moment are counted one after the other. One statement
 * does both, because two could deadlock with those of another attempt.
 */
export const lockAttempts = query((db, a: SignInAttemptRow) =>
  db
    .insertInto('sign_in_attempts')
    .values({ ...columns(a, ATTEMPTS) })
    .onConflict((c) => c.column('login').doUpdateSet({ login: a.login })),
)

/** The same for MariaDB and MySQL. */
export const lockAttemptsOnDuplicate = query((db, a: SignInAttemptRow) =>
  db
    .insertInto('sign_in_attempts')
    .values({ ...columns(a, ATTEMPTS) })
    .onDuplicateKeyUpdate({ login: a.login }),
)

export const attempts = query((db, a: { login: string }) =>
  db.selectFrom('sign_in_attempts').selectAll().where('login', '=', a.login),
)

export const setAttempts = query((db, a: SignInAttemptRow) =>
  db
    .updateTable('sign_in_attempts')
    .set({ failures: a.failures, at: a.at })
    .where('login', '=', a.login),
)

export const deleteAttempts = query((db, a: { login: string }) =>
  db.deleteFrom('sign_in_attempts').where('login', '=', a.login),
)

/** The time of an old attempt, after as many others as `skipped`. */
export const oldAttempt = query((db, a: { until: number; skipped: number }) =>
  db
    .selectFrom('sign_in_attempts')
    .select('at')
    .where('at', '<=', a.until)
    .orderBy('at')
    .limit(1)
    .offset(a.skipped),
)

export const deleteAttemptsUntil = query((db, a: { until: number }) =>
  db.deleteFrom('sign_in_attempts').where('at', '<=', a.until),
)

const ACCOUNT = [
  'user',
  'password',
  'password_at',
  'created_at',
  'email',
  'verified_email',
] as const
const ATTEMPTS = ['login', 'failures', 'at'] as const
