import { Refusal } from '../../../protocol/refusals.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { sanctionInForce } from './rules.ts'

/** One appeal, so that nobody is asked again and again. */
export const appeal: UseCase<'sanctions.appeal'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = senderOf(caller.user)
    const known = await tx.sanctions.get(input.sanction)
    if (known?.user?.id !== me.id || known.kind === 'shadow_ban')
      throw new Refusal('not_found', 'You have no ban or mute with this id: list them again')
    if (known.room !== undefined) await tx.rooms.lock([known.room])
    const found = await sanctionInForce(tx, known.id, known.room)
    if (found.appeal !== undefined)
      throw new Refusal('too_many', 'You have appealed against this already: wait for the answer')
    const at = new Date(tx.now).toISOString()
    const { by: _, ...appealed } = await tx.sanctions.setAppeal(found, { text: input.text, at }, me)
    return appealed
  })
