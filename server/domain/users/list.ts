import type { UseCase } from '../use-case.ts'

/** Nobody else is shown: an id alone says nothing about who has it. */
export const listUsers: UseCase<'users.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => ({
    users: [...(await reader.users.known(caller.user.id, [...new Set(input.id)]))],
  }))
