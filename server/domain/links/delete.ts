import type { UseCase } from '../use-case.ts'
import { existingLink, requireAdministrator } from './rules.ts'

export const deleteLink: UseCase<'links.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    await requireAdministrator(tx, caller)
    await tx.links.delete(await existingLink(tx, input.link))
    return {}
  })
