import type { JoinRequestId } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { pendingRequest } from '../../join-requests/rules.ts'
import type { Tx } from '../../ports.ts'
import { inRoom } from '../rules.ts'

/** A pending join request with its room, which is locked, and the app as the one who answers. */
export async function requestById(tx: Tx, id: JoinRequestId) {
  const known = await tx.joinRequests.known(id)
  if (known === undefined)
    throw new Refusal('not_found', 'No join request has this id: check the id')
  const { room, me } = await inRoom(tx, known.room)
  return { request: await pendingRequest(tx, id), room, me }
}
