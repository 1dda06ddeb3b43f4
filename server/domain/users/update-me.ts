import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { notDeleted } from './rules.ts'

/** Guests choose their own name. The app sets the names of its users. */
export const updateMe: UseCase<'me.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const user = await tx.users.get(caller.user.id)
    if (user?.kind !== 'guest')
      throw new Refusal(
        'forbidden',
        'The app sets the names of its users: change the name in the app',
      )
    notDeleted(user)
    if (user.name === input.name) return user
    return tx.users.update(user, { name: input.name, info: user.info })
  })
