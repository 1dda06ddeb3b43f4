import type { UseCase } from '../use-case.ts'
import { identityOf } from './rules.ts'

export const listIdentities: UseCase<'identities.list'> = ({ store, identityProviders, caller }) =>
  store.read(async (reader) => ({
    identities: (await reader.identities.list(caller.user.id)).map((identity) =>
      identityOf(identity, identityProviders),
    ),
  }))
