import { Refusal } from '../../../protocol/refusals.ts'
import { authorizeOnServer } from '../authorize.ts'
import { requireOtherNetwork, requireSpaceForNetwork, targetIn } from '../networks.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { impose, sanctionableOnServer, sanctionDetails } from './rules.ts'

/** Only administrators ban networks: such a ban can hit people who have done nothing. */
export const createServerSanction: UseCase<'serverSanctions.create'> = ({
  store,
  caller,
  visitor,
  input,
}) =>
  store.write(async (tx) => {
    const me = await tx.users.lock(caller.user.id)
    authorizeOnServer('serverSanctions.create', me)
    if (me === undefined) throw new Refusal('forbidden')
    const target = targetIn(input)
    if (target.addresses !== undefined) {
      if (me.role !== 'administrator')
        throw new Refusal(
          'forbidden',
          'Only administrators of the server can ban networks: ask one',
        )
      requireOtherNetwork(target.addresses, visitor?.address)
      await requireSpaceForNetwork(tx)
    }
    const user =
      target.user === undefined
        ? undefined
        : senderOf(await sanctionableOnServer(tx, me, target.user))
    const by = senderOf(me)
    const { addresses } = target
    const sanction = await impose(
      tx,
      input,
      { ...(user && { user }), ...(addresses && { addresses }) },
      by,
    )
    tx.audit.add({
      act: 'serverSanctions.create',
      by: me.id,
      user: user?.id,
      target: sanction.id,
      reason: input.reason,
      after: sanctionDetails(sanction),
    })
    return sanction
  })
