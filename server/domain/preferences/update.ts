import { Preferences } from '../../../protocol/entities.ts'
import { authorize } from '../authorize.ts'
import { notAhead, pointersOf } from '../receipts/rules.ts'
import type { UseCase } from '../use-case.ts'

export const updatePreferences: UseCase<'preferences.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('preferences.update', found)
    const { room, ...change } = input
    notAhead(standing.room, change.hiddenSeq ?? 0)
    const { preferences: before } = await pointersOf(tx, standing)
    const named = Object.entries({ ...before, ...change }).filter(([, value]) => value != null)
    const preferences = Preferences.parse(Object.fromEntries(named))
    await tx.members.setPreferences(room, standing.me.id, preferences)
    return preferences
  })
