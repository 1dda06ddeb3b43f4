import type { UseCase } from '../use-case.ts'
import { existingAccount, shownAccount } from './rules.ts'

export const getAccount: UseCase<'accounts.get'> = ({ store, caller }) =>
  store.read(async (reader) => shownAccount(reader, await existingAccount(reader, caller.user.id)))
