import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'

export const listLinks: UseCase<'links.list'> = ({ store, caller }) =>
  store.read(async (reader) => {
    authorizeOnServer('links.list', await reader.users.get(caller.user.id))
    return { links: [...(await reader.links.list())] }
  })
