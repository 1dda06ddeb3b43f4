import { SYSTEM } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createToken: AppUseCase<'tokens.create'> = async ({ store, credentials, input }) => {
  if (input.user === SYSTEM)
    throw new Refusal('forbidden', 'The system user cannot sign in: name another user')
  const { user, now } = await store.read(async (reader) => {
    const user = await existingUser(reader, input.user)
    if (await reader.accounts.get(user.id))
      throw new Refusal(
        'forbidden',
        'The user has an account, and signs in with it: name another user',
      )
    return { user, now: reader.now }
  })
  // The times of a token are whole seconds.
  const until = Math.floor(now / 1000 + input.seconds) * 1000
  const token = await credentials.userToken(user, until)
  return { token, user, expiresAt: new Date(until).toISOString() }
}
