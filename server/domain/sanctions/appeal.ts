import { Refusal } from '../../../protocol/refusals.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** One appeal, so that nobody is asked again and again. */
export const appeal: UseCase<'sanctions.appeal'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const me = senderOf(caller.user)
    const found = await tx.sanctions.get(input.sanction)
    const isOver =
      found?.endedAt !== undefined ||
      (found?.until !== undefined && Date.parse(found.until) <= tx.now)
    if (found?.user?.id !== me.id || found.kind === 'shadow_ban' || isOver)
      throw new Refusal('not_found', 'You have no ban or mute with this id: list them again')
    if (found.appeal !== undefined)
      throw new Refusal('too_many', 'You have appealed against this already: wait for the answer')
    const at = new Date(tx.now).toISOString()
    const { by: _, ...appealed } = await tx.sanctions.setAppeal(found, { text: input.text, at }, me)
    return appealed
  })
