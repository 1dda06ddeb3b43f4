import type { UseCase } from '../use-case.ts'
import { requireAdministrator } from './rules.ts'

export const listLinks: UseCase<'links.list'> = ({ store, caller }) =>
  store.read(async (reader) => {
    await requireAdministrator(reader, caller)
    return { links: [...(await reader.links.list())] }
  })
