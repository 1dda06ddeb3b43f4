import { newId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'

export const createGuest: UseCase<'guests.create'> = async ({
  store,
  credentials,
  policy,
  input,
}) => {
  if (!policy.guests)
    throw new Refusal(
      'forbidden',
      'This server does not allow guests: sign in with a token of the app',
    )
  const user = await store.write((tx) =>
    tx.users.create({ id: newId('guest', tx.now), name: input.name, kind: 'guest' }),
  )
  return { token: await credentials.guestToken(user), user }
}
