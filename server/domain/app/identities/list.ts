import { identityOf } from '../../identities/rules.ts'
import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listIdentitiesOfUser: AppUseCase<'identities.list'> = ({
  store,
  identityProviders,
  input,
}) =>
  store.read(async (reader) => {
    const user = await existingUser(reader, input.user)
    const identities = await reader.identities.list(user.id)
    return {
      identities: identities.map((identity) => ({
        ...identityOf(identity, identityProviders),
        subject: identity.subject,
      })),
    }
  })
