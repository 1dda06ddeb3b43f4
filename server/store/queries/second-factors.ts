import type { UserId } from '../../../protocol/ids.ts'
import type { RecoveryCodeRow, SecondFactorRow } from '../tables/account-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

export const secondFactor = query((db, a: { user: UserId }) =>
  db.selectFrom('second_factors').selectAll().where('user', '=', a.user),
)

export const insertSecondFactor = query((db, a: SecondFactorRow) =>
  db.insertInto('second_factors').values({ ...columns(a, SECOND_FACTOR) }),
)

export const turnOnSecondFactor = query((db, a: { user: UserId; on_at: number }) =>
  db.updateTable('second_factors').set({ on_at: a.on_at }).where('user', '=', a.user),
)

export const setLastStep = query((db, a: { user: UserId; last_step: number }) =>
  db.updateTable('second_factors').set({ last_step: a.last_step }).where('user', '=', a.user),
)

export const deleteSecondFactor = query((db, a: { user: UserId }) =>
  db.deleteFrom('second_factors').where('user', '=', a.user),
)

export const recoveryCodes = query((db, a: { user: UserId }) =>
  db.selectFrom('recovery_codes').select('hash').where('user', '=', a.user),
)

export const insertRecoveryCode = query((db, a: RecoveryCodeRow) =>
  db.insertInto('recovery_codes').values({ ...columns(a, RECOVERY_CODE) }),
)

export const deleteRecoveryCode = query((db, a: { hash: string }) =>
  db.deleteFrom('recovery_codes').where('hash', '=', a.hash),
)

export const deleteRecoveryCodes = query((db, a: { user: UserId }) =>
  db.deleteFrom('recovery_codes').where('user', '=', a.user),
)

const SECOND_FACTOR = ['user', 'sealed', 'created_at', 'on_at', 'last_step'] as const
const RECOVERY_CODE = ['hash', 'user'] as const
