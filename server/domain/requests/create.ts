import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { isDropped } from './rules.ts'

/** Requests of this time count, even those that were withdrawn: otherwise one user could be asked again and again. */
const DAY_MS = 24 * 60 * 60 * 1000

/** The answer is the same for a user who sees the request, one who does not, and one who does not exist. */
export const createRequest: UseCase<'requests.create'> = ({ store, policy, caller, input }) =>
  store.write(async (tx) => {
    const me = await existingUser(tx, caller.user.id)
    const { user, text } = input
    if (user === me.id)
      throw new Refusal('invalid_input', 'A request needs another user: name another user', {
        user: 'must be another user',
      })
    await tx.requests.lockAsker(me.id)
    const pending = await tx.requests.between(me.id, user, tx.now)
    if (pending !== undefined) return { made: false, value: pending }
    const limit = policy.requestsPerUser
    if ((await tx.requests.countFrom(me.id, tx.now, tx.now - DAY_MS)) >= limit)
      throw new Refusal(
        'too_many',
        `A user can have ${limit} requests at most, pending ones and those of the last 24 hours: delete a pending one, or wait`,
      )
    // Asking a user takes back that one has refused them.
    await tx.requests.liftRefusals(user, me.id)
    const isFull = (await tx.requests.countTo(user, tx.now)) >= LIMITS.receivedRequests
    const request = {
      user,
      text: text === '' ? undefined : text,
      isDropped: isFull || (await isDropped(tx, user, me.id)),
    }
    return { made: true, value: await tx.requests.create(request, senderOf(me)) }
  })
