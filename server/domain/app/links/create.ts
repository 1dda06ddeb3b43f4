import { createdLink } from '../../audit/rules.ts'
import { createLink, newLinkOf } from '../../links/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createOneTimeLink: AppUseCase<'links.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const link = await createLink(tx, await newLinkOf(tx, input))
    tx.audit.add(createdLink(link, byApp(caller)))
    return link
  })
