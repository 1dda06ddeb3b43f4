import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { notDeleted } from './rules.ts'

/** Guests name themselves. Who comes with the app's token is named by the app. */
export const updateMe: UseCase<'me.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const user = await tx.users.get(caller.user.id)
    if (user?.kind !== 'guest')
      throw new Refusal('forbidden', 'Your app names its users: change the name there')
    notDeleted(user)
    if (user.name === input.name) return user
    return tx.users.update(user, { name: input.name, info: user.info })
  })
