import type { UseCase } from '../use-case.ts'

export const readMe: UseCase<'me.read'> = async ({ store, caller }) =>
  (await store.read((reader) => reader.users.get(caller.user.id))) ?? caller.user
