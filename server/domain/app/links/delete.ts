import { existingLink } from '../../links/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteLink: AppUseCase<'links.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    await tx.links.delete(await existingLink(tx, input.link))
    tx.audit.add({ act: 'links.delete', ...byApp(caller), target: input.link })
    return {}
  })
