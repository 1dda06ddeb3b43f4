import { existingLink } from '../../links/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteLink: AppUseCase<'links.delete'> = ({ store, input }) =>
  store.write(async (tx) => {
    await tx.links.delete(await existingLink(tx, input.link))
    return {}
  })
