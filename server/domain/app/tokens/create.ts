import { SYSTEM } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { existing } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createToken: AppUseCase<'tokens.create'> = async ({ store, credentials, input }) => {
  if (input.user === SYSTEM)
    throw new Refusal('forbidden', 'Nobody can sign in as the server itself: name another user')
  const { user, now } = await store.read(async (reader) => ({
    user: await existing(reader, input.user),
    now: reader.now,
  }))
  // A token counts in whole seconds.
  const until = Math.floor(now / 1000 + input.seconds) * 1000
  const token = await credentials.userToken(user, until)
  return { token, user, expiresAt: new Date(until).toISOString() }
}
