import { authorizeOnServer } from '../authorize.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { answer, sanctionInForce } from './rules.ts'

export const answerServerAppeal: UseCase<'serverSanctions.answerAppeal'> = ({
  store,
  caller,
  input,
}) =>
  store.write(async (tx) => {
    authorizeOnServer('serverSanctions.answerAppeal', await tx.users.get(caller.user.id))
    const sanction = await sanctionInForce(tx, input.sanction, undefined)
    tx.audit.add({
      act: 'serverSanctions.answerAppeal',
      by: caller.user.id,
      user: sanction.user?.id,
      target: sanction.id,
      after: { outcome: input.outcome },
    })
    return answer(tx, sanction, input, senderOf(caller.user))
  })
