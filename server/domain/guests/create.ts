import { newId } from '../../../protocol/ids.ts'
import type { UseCase } from '../use-case.ts'
import { requireGuests } from './rules.ts'

export const createGuest: UseCase<'guests.create'> = async ({
  store,
  credentials,
  policy,
  input,
}) => {
  requireGuests(policy)
  const user = await store.write((tx) =>
    tx.users.create({ id: newId('guest', tx.now), name: input.name, kind: 'guest' }),
  )
  return { token: await credentials.guestToken(user), user }
}
