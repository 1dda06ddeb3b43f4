import type { UseCase } from '../use-case.ts'
import { shownPasskey } from './rules.ts'

export const listPasskeys: UseCase<'passkeys.list'> = ({ store, caller }) =>
  store.read(async (reader) => ({
    passkeys: (await reader.passkeys.list(caller.user.id)).map(shownPasskey),
  }))
