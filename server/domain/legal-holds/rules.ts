import type { LegalHold } from '../../../protocol/entities.ts'
import type { LegalHoldId, RoomId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { addErasure } from '../erasures/rules.ts'
import { addExport } from '../exports/rules.ts'
import type { OnHold, Reader, Tx } from '../ports.ts'
import { existingUser } from '../users/rules.ts'

/** Refuses `legal_hold`. */
export async function requireNotHeld(reader: Reader, on: OnHold): Promise<void> {
  if (await reader.legalHolds.isHeld(on)) throw new Refusal('legal_hold')
}

type NewHold = {
  readonly user?: UserId | undefined
  readonly room?: RoomId | undefined
  readonly reason: string
}

/** Puts a user or a room under a hold. Refuses `not_found`, and `invalid_input` for both or neither. */
export async function hold(
  tx: Tx,
  { user, room, reason }: NewHold,
  by: UserId,
): Promise<LegalHold> {
  if ((user === undefined) === (room === undefined))
    throw new Refusal('invalid_input', 'A legal hold is on a user or on a room: send one of both', {
      user: 'must be there or else a room, and not both',
    })
  if (user !== undefined) await existingUser(tx, user)
  if (room !== undefined && (await tx.rooms.get(room)) === undefined)
    throw new Refusal('not_found', 'No room has this id: check the id')
  if ((await tx.legalHolds.count()) >= LIMITS.legalHolds)
    throw new Refusal('too_many', `There are ${LIMITS.legalHolds} legal holds: lift one first`)
  return tx.legalHolds.create({ user, room, reason, by })
}

/** Lifts a hold, and lets the erasures and exports go on that have waited. Refuses `not_found`. */
export async function lift(tx: Tx, id: LegalHoldId): Promise<LegalHold> {
  const found = await tx.legalHolds.get(id)
  if (found === undefined)
    throw new Refusal('not_found', 'No legal hold in force has this id: check the id')
  await tx.legalHolds.end(found)
  for (const erasure of await tx.erasures.waiting()) await addErasure(tx, erasure)
  for (const waiting of await tx.exports.waiting()) await addExport(tx, waiting)
  return found
}

/** What the audit log has of a hold. */
export const onHold = ({ id, user, room }: LegalHold) => ({ target: id, user, room })
