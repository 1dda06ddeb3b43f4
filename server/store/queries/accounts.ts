import type { UserId } from '../../../protocol/ids.ts'
import type { AccountRow, SignInAttemptRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]

const withUser = (db: Db) =>
  db
    .selectFrom('accounts')
    .innerJoin('users', 'users.id', 'accounts.user')
    .selectAll('users')
    .select([
      'accounts.password',
      'accounts.password_at',
      'accounts.created_at as account_at',
      'accounts.email',
      'accounts.verified_email',
    ])
    .where('users.deleted_at', 'is', null)

export const account = query((db, a: { user: UserId }) =>
  withUser(db).where('accounts.user', '=', a.user),
)

export const accountByHandle = query((db, a: { key: string; handle: string }) =>
  withUser(db).where('users.handle_key', '=', a.key).where('users.handle', '=', a.handle),
)

export const accountByEmail = query((db, a: { email: string }) =>
  withUser(db).where('accounts.verified_email', '=', a.email),
)

export const previousEmail = query((db, a: { user: UserId }) =>
  db.selectFrom('accounts').select('previous_email').where('user', '=', a.user),
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

type NewEmail = Pick<AccountRow, 'user' | 'email' | 'previous_email'>

export const setEmail = query((db, a: NewEmail) =>
  db
    .updateTable('accounts')
    .set({ email: a.email, verified_email: null, previous_email: a.previous_email })
    .where('user', '=', a.user),
)

export const setVerifiedEmail = query((db, a: { user: UserId; email: string }) =>
  db.updateTable('accounts').set({ verified_email: a.email }).where('user', '=', a.user),
)

export const clearPreviousEmail = query((db, a: { user: UserId; email: string }) =>
  db
    .updateTable('accounts')
    .set({ previous_email: null })
    .where('user', '=', a.user)
    .where('previous_email', '=', a.email),
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
  'previous_email',
] as const
const ATTEMPTS = ['login', 'failures', 'at'] as const
