import { createLink, newLinkOf } from '../../links/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createOneTimeLink: AppUseCase<'links.create'> = ({ store, input }) =>
  store.write(async (tx) => createLink(tx, await newLinkOf(tx, input)))
