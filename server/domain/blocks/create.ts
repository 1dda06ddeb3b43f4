import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { dmKey } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** The answer is the same for a user who exists and one who does not. Blocking again changes nothing. */
export const createBlock: UseCase<'blocks.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = caller.user.id
    if (input.user === me)
      throw new Refusal('invalid_input', 'You cannot block yourself: name another user', {
        user: 'must be another user',
      })
    // Two devices may do it at once.
    await tx.users.lock(me)
    const dm = await tx.rooms.byKey(dmKey(me, input.user))
    if (dm !== undefined) await tx.rooms.lock([dm.id])
    const known = await tx.blocks.get(me, input.user)
    if (known !== undefined) return known
    const count = await tx.blocks.count(me)
    if (count >= LIMITS.blocksPerUser)
      throw new Refusal('too_many', `You have blocked ${count} users: unblock one first`)
    return tx.blocks.create(me, input.user, dm?.id)
  })
