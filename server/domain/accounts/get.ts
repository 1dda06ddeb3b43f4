import type { UseCase } from '../use-case.ts'
import { existingAccount, withoutPassword } from './rules.ts'

export const getAccount: UseCase<'accounts.get'> = async ({ store, caller }) =>
  withoutPassword(await store.read((reader) => existingAccount(reader, caller.user.id)))
