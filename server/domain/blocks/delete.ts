import { dmKey } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

export const deleteBlock: UseCase<'blocks.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = caller.user.id
    await tx.users.lock(me)
    if (!(await tx.blocks.has(me, input.user))) return {}
    const dm = await tx.rooms.byKey(dmKey(me, input.user))
    if (dm !== undefined) await tx.rooms.lock([dm.id])
    await tx.blocks.delete(me, input.user, dm?.id)
    return {}
  })
