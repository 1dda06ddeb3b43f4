import { type ReportId, SYSTEM } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { neighbours, publish } from './rules.ts'

/** The staff receive the report of a message that the server flagged, and its neighbours are copied. */
export const announce = (store: Store, id: ReportId): Promise<void> =>
  store.write(async (tx) => {
    const { report } = (await tx.reports.get(id)) ?? {}
    const { room, message: reported } = report ?? {}
    // Closed or erased in the meantime.
    if (report?.status !== 'open' || room === undefined || reported === undefined) return
    await tx.rooms.standing(room, SYSTEM)
    const message = await tx.messages.get(room, reported.id, SYSTEM)
    if (message !== undefined)
      await tx.reports.addEvidence(id, await neighbours(tx, message, 1, SYSTEM))
    await publish(tx, id)
  })
