import { authorizeOnServer } from '../authorize.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { sanctionDetails, sanctionInForce } from './rules.ts'

export const deleteServerSanction: UseCase<'serverSanctions.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    authorizeOnServer('serverSanctions.delete', await tx.users.get(caller.user.id))
    const sanction = await sanctionInForce(tx, input.sanction, undefined)
    await tx.sanctions.end(sanction, senderOf(caller.user))
    tx.audit.add({
      act: 'serverSanctions.delete',
      by: caller.user.id,
      user: sanction.user?.id,
      target: sanction.id,
      before: sanctionDetails(sanction),
    })
    return {}
  })
