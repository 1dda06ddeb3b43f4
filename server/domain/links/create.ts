import type { UseCase } from '../use-case.ts'
import { createLink, newLinkOf, requireAdministrator } from './rules.ts'

export const createOneTimeLink: UseCase<'links.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    await requireAdministrator(tx, caller)
    return createLink(tx, await newLinkOf(tx, input))
  })
