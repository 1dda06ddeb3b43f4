import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { withoutPassword } from './rules.ts'

export const getAccount: UseCase<'accounts.get'> = async ({ store, caller }) => {
  const account = await store.read((reader) => reader.accounts.get(caller.user.id))
  if (account === undefined)
    throw new Refusal('not_found', 'You have no account: sign up, or sign in with one')
  return withoutPassword(account)
}
