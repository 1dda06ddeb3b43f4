import { changedRoom } from '../../audit/rules.ts'
import { applyRetention } from '../../room-retention.ts'
import { notDm, requireFitting } from '../../rooms/rules.ts'
import { byApp, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const updateRoom: AppUseCase<'rooms.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    // A dm has no name of its own: clients show the other user's.
    if (input.name !== undefined || input.topic !== undefined) notDm(room.type)
    const { room: _, ...change } = input
    requireFitting(room.type, change)
    tx.audit.add(changedRoom(room, change, byApp(caller)))
    await applyRetention(tx, room, change)
    return tx.rooms.update(room, change, me)
  })
