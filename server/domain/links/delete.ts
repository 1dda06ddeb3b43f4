import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { existingLink } from './rules.ts'

export const deleteLink: UseCase<'links.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    authorizeOnServer('links.delete', await tx.users.get(caller.user.id))
    await tx.links.delete(await existingLink(tx, input.link))
    tx.audit.add({ act: 'links.delete', by: caller.user.id, target: input.link })
    return {}
  })
