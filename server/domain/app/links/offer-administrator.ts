import { Refusal } from '../../../../protocol/refusals.ts'
import { createdLink } from '../../audit/rules.ts'
import { administratorLink } from '../../links/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const offerAdministratorLink: AppUseCase<'links.offerAdministrator'> = ({ store, caller }) =>
  store.write(async (tx) => {
    const link = await administratorLink(tx)
    if (link === undefined)
      throw new Refusal(
        'forbidden',
        'There is an administrator already, who can change the roles of others: so can users.update',
      )
    tx.audit.add(createdLink(link, byApp(caller)))
    return link
  })
