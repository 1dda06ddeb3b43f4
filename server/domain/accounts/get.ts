import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { shownAccount } from './rules.ts'

export const getAccount: UseCase<'accounts.get'> = ({ store, caller }) =>
  store.read(async (reader) => {
    const account = await reader.accounts.get(caller.user.id)
    if (account === undefined)
      throw new Refusal('not_found', 'You have no account: sign up, or sign in with one')
    return shownAccount(reader, account)
  })
