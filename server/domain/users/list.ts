import type { UseCase } from '../use-case.ts'

/** Other users are left out, so that an id does not reveal whether the user exists. */
export const listUsers: UseCase<'users.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => ({
    users: [...(await reader.users.known(caller.user.id, [...new Set(input.id)]))],
  }))
