import type { UseCase } from '../use-case.ts'
import { notDeleted } from './rules.ts'

export const getMe: UseCase<'me.get'> = async ({ store, caller }) => {
  const me = await store.read((reader) => reader.users.get(caller.user.id))
  if (me !== undefined) notDeleted(me)
  return me ?? caller.user
}
