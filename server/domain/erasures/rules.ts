import type { Erasure } from '../../../protocol/entities.ts'
import { type ErasureId, SYSTEM } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { eraseUser } from '../erase-user.ts'
import type { Tx } from '../ports.ts'
import type { Outcome } from '../use-case.ts'

type Wanted = Pick<Erasure, 'user' | 'messages'>

/** Lets the background job run, or run once more. */
export const addErasure = (tx: Tx, erasure: ErasureId): Promise<void> =>
  tx.jobs.add('users.erase', { erasure }, { uniqueKey: `users.erase:${erasure}` })

/**
 * Begins the erasure of a user: the user is deleted at once, and a job erases the rest. Under a legal hold it only waits.
 * Repeated, it answers the same erasure, to which the messages can be added. Refuses `not_found` and `forbidden`.
 */
export async function beginErasure(tx: Tx, wanted: Wanted): Promise<Outcome<Erasure>> {
  const { user, messages } = wanted
  if (user === SYSTEM)
    throw new Refusal('forbidden', 'The system user cannot be erased: name another user')
  const found = await tx.users.lock(user)
  if (found === undefined) throw new Refusal('not_found', 'No user has this id: check the id')
  const before = await tx.erasures.ofUser(user)
  const isSame = before !== undefined && (messages === 'keep' || before.messages === 'delete')
  // After the restore of a backup a user can live although the erasure is recorded.
  if (isSame && (found.deletedAt !== undefined || before.state === 'waiting')) {
    // A job that has failed runs again.
    if (before.state === 'running') await addErasure(tx, before.id)
    return { made: false, value: before }
  }
  const isHeld = await tx.legalHolds.isHeld({ user })
  const state = isHeld ? 'waiting' : 'running'
  const erasure =
    before === undefined
      ? await tx.erasures.create({ ...wanted, state, erased: [] })
      : await tx.erasures.update({ ...before, messages, state })
  const value = isHeld ? erasure : await eraseRows(tx, erasure)
  await addErasure(tx, erasure.id)
  return { made: before === undefined, value }
}

/** Erases all of a user but the messages, and counts it in the receipt. */
export async function eraseRows(tx: Tx, erasure: Erasure): Promise<Erasure> {
  const { user } = erasure
  const found = await tx.users.lock(user)
  if (found === undefined || found.deletedAt !== undefined) return erasure
  const counted = await tx.erasures.countRows(user)
  await eraseUser(tx, user)
  const erased = [{ table: 'users', count: 1 }, ...counted]
  return tx.erasures.update({ ...erasure, state: 'running', erased })
}
