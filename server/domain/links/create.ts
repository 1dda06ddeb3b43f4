import { createdLink } from '../audit/rules.ts'
import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { createLink, newLinkOf } from './rules.ts'

export const createOneTimeLink: UseCase<'links.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    authorizeOnServer('links.create', await tx.users.get(caller.user.id))
    const link = await createLink(tx, await newLinkOf(tx, input))
    tx.audit.add(createdLink(link, { by: caller.user.id }))
    return link
  })
