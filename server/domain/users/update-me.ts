import { isOurs } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { changed, isUnchanged, lockedUser, settingsOf } from './rules.ts'

/** Guests choose their own name. The app sets the names of its users. */
export const updateMe: UseCase<'me.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const user = await lockedUser(tx, caller.user.id)
    const { name = user.name } = input
    if (name !== user.name && !isOurs(user.id))
      throw new Refusal(
        'forbidden',
        'The app sets the names of its users: change the name in the app',
      )
    const change = {
      ...settingsOf(user),
      name,
      locale: changed(input.locale, user.locale),
      timeZone: changed(input.timeZone, user.timeZone),
    }
    if (isUnchanged(user, change)) return user
    // A change of the profile does not make the name and the role older than they are.
    return tx.users.update(user, change, await tx.users.namedAt(user.id))
  })
