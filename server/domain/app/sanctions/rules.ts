import type { Sanction } from '../../../../protocol/entities.ts'
import type { SanctionId } from '../../../../protocol/ids.ts'
import type { Tx } from '../../ports.ts'
import { sanctionInForce } from '../../sanctions/rules.ts'
import { inRoom } from '../rules.ts'

/** A sanction of any room, whose log is locked first, or of the whole server. Refuses `not_found`. */
export async function anySanction(tx: Tx, id: SanctionId): Promise<Sanction> {
  const room = (await tx.sanctions.get(id))?.room
  if (room !== undefined) await inRoom(tx, room)
  return sanctionInForce(tx, id, room)
}
